export const extensionId = 'flux-invokable-scripts.flux-invokable-scripts';

/** Looks until there is something to see. */
export async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen within 20 s.');
}
