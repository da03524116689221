import { ApiError } from '../http/errors.ts';
import { readFault } from '../http/faultBook.ts';
import type { Faults } from '../http/faults.ts';
import { type ApiRequest, objectOf, stringFields } from '../http/request.ts';
import type { Answer, Route } from '../http/router.ts';

const mostTimes = 1_000_000;

/** `/sandbox/faults`: plans faults for requests to come. It needs the token that the sandbox was started with. */
export function faultRoutes({ book }: Faults): readonly Route[] {
  const path = '/sandbox/faults';
  const reads = ['read', 'sandbox'] as const;
  const writes = ['write', 'sandbox'] as const;
  return [
    {
      method: 'GET',
      path,
      needs: reads,
      handle: () => ({ status: 200, json: { faults: book.list() } }),
    },
    { method: 'POST', path, needs: writes, handle: plan },
    {
      method: 'DELETE',
      path,
      needs: writes,
      handle: () => {
        book.clear();
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:fault`,
      needs: writes,
      handle: ({ path: { fault = '' } }) => {
        if (!book.clear(Number(fault)))
          throw new ApiError('not found', `fault ${JSON.stringify(fault)} not found`);
        return { status: 204 };
      },
    },
  ];

  /** `{fault, method?, path?, times?}` */
  async function plan(request: ApiRequest): Promise<Answer> {
    const body = objectOf(await request.json());
    const { fault, method, path: pattern } = stringFields(body, ['fault', 'method', 'path']);
    if (fault === undefined) throw new ApiError('invalid', 'fault is required, such as "cut;bytes=100"');
    readFault(fault);
    const { times = 1 } = body;
    if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > mostTimes) {
      throw new ApiError('invalid', `times must be a whole number from 1 to ${mostTimes}`);
    }
    const planned = {
      fault,
      ...(method !== undefined && { method: method.toUpperCase() }),
      ...(pattern !== undefined && { path: pattern }),
      left: times,
    };
    return { status: 201, json: book.add(planned) };
  }
}
