import type { Catalogue } from '../server/src/library/library.ts';

export function stdlib(): Promise<Catalogue>;
