export function startSandbox(args?: readonly string[]): Promise<{
  url: string;
  token: string;
  org: string;
  orgID: string;
  close(): void;
}>;
