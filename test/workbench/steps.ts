import { test } from 'node:test';
import type { Workbench } from './driver.ts';

/**
 * The steps of a walk. One that fails leaves a picture of what it failed at; those after it would only fail for that, and
 * are left out.
 *
 * @param walk what the pictures are called after
 * @param window the window, once there is one
 * @param timeout milliseconds that one step may take
 */
export function stepsOf(walk: string, window: () => Workbench | undefined, timeout = 60_000) {
  let failed = false;
  return (name: string, act: () => Promise<void> | void): void => {
    test(name, { timeout }, async (context) => {
      if (failed) return context.skip('a step before it failed');
      try {
        await act();
      } catch (error) {
        failed = true;
        await window()?.screenshot(`failed ${walk} ${name}`.replaceAll(/\W+/g, '-'));
        throw error;
      }
    });
  };
}
