import { ApiError } from './errors.ts';
import { type FaultKind, faultKinds } from './faultKinds.ts';

/** A fault with its options filled in. */
export interface Fault {
  readonly kind: FaultKind;
  readonly options: Readonly<Record<string, string>>;
}

/** A fault that waits for requests. */
export interface PlannedFault {
  readonly id: number;
  /** As it was given, e.g. `cut;bytes=100`. */
  readonly fault: string;
  readonly method?: string;
  /** The path of a request; `*` stands for anything. */
  readonly path?: string;
  /** How many more requests it meets. */
  readonly left: number;
}

/**
 * Reads `name;key=value;…`.
 *
 * @throws ApiError that lists what there is
 */
export function readFault(text: string): Fault {
  const [name = '', ...pairs] = text.split(';').map((part) => part.trim());
  const kind = faultKinds.find((candidate) => candidate.name === name);
  if (!kind) {
    const known = faultKinds.map((candidate) => candidate.name).join(', ');
    throw new ApiError('invalid', `unknown fault ${JSON.stringify(name)}; there are ${known}`);
  }
  const options: Record<string, string> = { ...kind.options };
  for (const pair of pairs.filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at).trim();
    const value = at < 0 ? '' : pair.slice(at + 1).trim();
    const standard = kind.options[key];
    if (standard === undefined) {
      const known = Object.keys(kind.options).join(', ') || 'none';
      throw new ApiError(
        'invalid',
        `unknown option ${JSON.stringify(key)} of fault ${name}; it has ${known}`,
      );
    }
    if (/^\d+$/.test(standard) && !/^\d{1,9}$/.test(value)) {
      throw new ApiError(
        'invalid',
        `option ${key} of fault ${name} must be a whole number, not ${JSON.stringify(value)}`,
      );
    }
    const choices = kind.choices?.[key];
    if (choices && !choices.includes(value)) {
      throw new ApiError('invalid', `option ${key} of fault ${name} must be one of ${choices.join(', ')}`);
    }
    options[key] = value;
  }
  return { kind, options };
}

/** The faults that wait for requests, in the order in which they came. */
export class FaultBook {
  #planned: PlannedFault[] = [];
  #next = 1;

  list(): readonly PlannedFault[] {
    return this.#planned;
  }

  add(planned: Omit<PlannedFault, 'id'>): PlannedFault {
    const added = { id: this.#next++, ...planned };
    this.#planned.push(added);
    return added;
  }

  /** All of them without an id. False when there is none with the id. */
  clear(id?: number): boolean {
    const before = this.#planned.length;
    this.#planned = id === undefined ? [] : this.#planned.filter((planned) => planned.id !== id);
    return id === undefined || this.#planned.length < before;
  }

  /** The first fault that is meant for a request; one of its times is used up. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#planned.find(
      (planned) =>
        (planned.method === undefined || planned.method === method) &&
        (planned.path === undefined || patternOf(planned.path).test(path)),
    );
    if (!found) return undefined;
    this.#planned = this.#planned
      .map((planned) => (planned === found ? { ...planned, left: planned.left - 1 } : planned))
      .filter(({ left }) => left > 0);
    return readFault(found.fault);
  }
}

function patternOf(path: string): RegExp {
  const escaped = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}
