export const root: string;
export const chromiumArguments: string[];
export function ensureWorkbench(say?: (message: string) => void): Promise<void>;
export function ensureChromium(say?: (message: string) => void): Promise<string>;
export function startWorkbench(options: {
  workspace: string;
  extension: string;
  tests?: string;
  settings?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string>>;
  port?: number;
  restricted?: boolean;
}): Promise<{ url: string; data: string; close(): Promise<void> }>;
