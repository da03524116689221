/**
 * Listens to the host. VS Code hands its messages on inside the page's own origin: whatever comes from another, or is no
 * message at all, is dropped.
 */
export function onHostMessage<M extends { readonly type: string }>(handle: (message: M) => void): void {
  window.addEventListener('message', ({ origin, data }: MessageEvent<unknown>) => {
    if (origin === window.origin && isMessage(data)) handle(data as M);
  });
}

function isMessage(data: unknown): data is { readonly type: string } {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}
