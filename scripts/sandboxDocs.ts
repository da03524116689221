// `npm run docs`: writes docs/sandbox.md from the code: what the sandbox runs, answers and refuses.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type Limits } from '../sandbox/flux/context.ts';
import { leavesMachine, packages } from '../sandbox/flux/library.ts';
import type { Package } from '../sandbox/flux/registry.ts';
import type { Signature } from '../sandbox/flux/signature.ts';
import { faultHelp, faultTable } from '../sandbox/http/faultHelp.ts';
import type { Route } from '../sandbox/http/router.ts';
import { usage } from '../sandbox/options.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { testLimits } from '../sandbox/testcases/run.ts';
import type { Catalogue } from '../server/src/library/library.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The page that belongs into the repository. */
export const sandboxPage = join(root, 'docs', 'sandbox.md');

/**
 * The page as it ought to be.
 * @param dist the folder of the build: the compiler's own library is in it
 */
export async function sandboxDocs(dist: string): Promise<string> {
  const known = libraryOf(JSON.parse(await readFile(join(dist, 'stdlib.json'), 'utf8')));
  const sandbox = await startSandbox({
    engineWorker: join(dist, 'engineWorker.js'),
    queryWorker: join(root, 'sandbox/query/thread.ts'),
  });
  await sandbox.close();
  const ran = running(known);
  const runs = [...ran.values()].flat().length;
  const all = [...known.values()].flatMap((members) => [...members.values()].filter(isFunction)).length;
  return [
    `# The sandbox

<!-- \`npm run docs\` writes this page from the code. -->

A stand-in for InfluxDB with invokable scripts. It runs on this computer, listens on 127.0.0.1 and on no other address, and
ships with the extension: *Flux Scripts: Try It in the Sandbox* starts it, \`node dist/sandbox.js\` does so without VS Code.

The real Flux compiler checks every script first, and its messages are what the API answers. What then runs is the sandbox's
own evaluator: ${runs} of the ${all} functions that the compiler knows. A script that needs another one is answered with 400
and the function's name, line and column; it is never answered wrongly.

- [What runs](#what-runs)
- [What does not run](#what-does-not-run)
- [What the API answers](#what-the-api-answers)
- [Limits](#limits)
- [Faults on demand](#faults-on-demand)
- [Command line](#command-line)
`,
    runsSection(known, ran),
    missingSection(known, ran),
    routesSection(sandbox.routes),
    limitsSection(),
    `## Faults on demand

For tests and demonstrations. A request's header \`X-Sandbox-Fault: name;option=value\` asks for one;
\`POST /sandbox/faults\` with \`{"fault": "name;option=value", "method", "path", "times"}\` plans one for requests to come.

${faultTable()}`,
    `## Command line

\`\`\`text
${usage.replace(faultHelp(), '').trimEnd()}
\`\`\`
`,
  ].join('\n');
}

/** The compiler's functions and constants by package, with their types; without those that are no script's business. */
type Library = ReadonlyMap<string, ReadonlyMap<string, string>>;

function libraryOf({ packages: all, universe }: Catalogue): Library {
  const isPublic = ([name]: readonly [string, string]) => !name.startsWith('_');
  const members = (found: Readonly<Record<string, string>>) =>
    new Map(Object.entries(found).filter(isPublic));
  return new Map(
    Object.entries(all)
      .filter(([path]) => !path.startsWith('internal/') && path !== 'universe')
      .map(([path, found]) => [path, members(found.members)] as const)
      .concat([['universe', members({ ...all['universe']?.members, ...universe })]])
      .sort(([a], [b]) => order(a, b)),
  );
}

function isFunction(type: string): boolean {
  return type.startsWith('(');
}

/** What needs no import first. */
function order(a: string, b: string): number {
  const first = (path: string) => (path === 'universe' ? '' : path);
  return first(a) < first(b) ? -1 : 1;
}

/** Of each package the functions that both the compiler knows and the sandbox runs. */
function running(known: Library): ReadonlyMap<string, readonly Signature[]> {
  return new Map(
    packages
      .toSorted((a, b) => order(a.path, b.path))
      .map(({ path, functions }): [string, Signature[]] => [
        path,
        functions
          .map(({ signature }) => signature)
          .filter(({ name }) => known.get(path)?.has(name))
          .sort((a, b) => order(a.name, b.name)),
      ])
      .filter(([path, functions]) => functions.length > 0 || optionsOf(packageAt(path)) !== ''),
  );
}

function runsSection(known: Library, ran: ReadonlyMap<string, readonly Signature[]>): string {
  const parts = [...ran].map(([path, functions]) => {
    const lines = functions.map((signature) => {
      const lacking = lackingArguments(signature, known.get(path)?.get(signature.name) ?? '');
      const without = lacking.map((name) => `\`${name}\``).join(', ');
      return `- \`${written(signature)}\`${without === '' ? '' : `, without the argument ${without}`}`;
    });
    const [constants, options] = [constantsOf(packageAt(path)), optionsOf(packageAt(path))];
    return [
      `### ${titleOf(path)}\n`,
      ...(lines.length === 0 ? [] : [`${lines.join('\n')}\n`]),
      ...(constants === '' ? [] : [`Constants: ${constants}\n`]),
      ...(options === '' ? [] : [`Options: ${options}\n`]),
    ].join('\n');
  });
  return `## What runs

\`<-\` takes what is piped in, \`?\` may be left out. Options in a script's text hold: \`now\`, \`task\`,
\`location\`, and those that a package has.

${parts.join('\n')}`;
}

function titleOf(path: string): string {
  return path === 'universe' ? 'Without an import' : path;
}

function written({ name, parameters }: Signature): string {
  const marks = (pipe: boolean, optional: boolean) => (pipe ? '<-' : optional ? '?' : '');
  const list = parameters.map(
    ({ name: parameter, type, optional, pipe }) => `${marks(pipe, optional)}${parameter}: ${type}`,
  );
  return `${name}(${list.join(', ')})`;
}

function packageAt(path: string): Package | undefined {
  return packages.find((found) => found.path === path);
}

function constantsOf(found: Package | undefined): string {
  return listed(Object.keys(found?.constants ?? {}));
}

function optionsOf(found: Package | undefined): string {
  return listed(Object.keys(found?.options ?? {}));
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** Arguments that the compiler lets through and the sandbox does not take. */
function lackingArguments({ parameters }: Signature, type: string): string[] {
  return argumentsOf(type).filter((label) => !parameters.some(({ name }) => name === label));
}

/** The names of a function's arguments in its printed type: `(<-tables: stream[A], ?n: int) => …`. */
function argumentsOf(type: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const { 0: sign, groups } of type.matchAll(/=>|[([{]|[)\]}]|(?:<-|\?)?(?<name>\w+):(?!:)/g)) {
    if (groups?.['name'] !== undefined) {
      if (depth === 1) names.push(groups['name']);
    } else if ('([{'.includes(sign)) depth += 1;
    else if (sign !== '=>') {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return names;
}

function missingSection(known: Library, ran: ReadonlyMap<string, readonly Signature[]>): string {
  const lines: string[] = [];
  const refused: string[] = [];
  for (const [path, members] of known) {
    const runs = new Set<string>([
      ...(ran.get(path) ?? []).map(({ name }) => name),
      ...Object.keys(packageAt(path)?.constants ?? {}),
      ...Object.keys(packageAt(path)?.options ?? {}),
    ]);
    const missing = [...members.keys()].filter((name) => !runs.has(name)).sort();
    if (missing.length === 0) continue;
    const names = missing.map((name) => `\`${name}\``).join(', ');
    if (leavesMachine(path)) refused.push(`- \`${path}\`: ${names}`);
    else lines.push(`| ${path === 'universe' ? 'without an import' : `\`${path}\``} | ${names} |`);
  }
  return `## What does not run

| package | functions and constants |
| --- | --- |
${lines.join('\n')}

### Refused on purpose

These leave the machine on which they run. The sandbox sends nothing to anybody, so it has none of them and will have none:

${refused.join('\n')}

The function \`api\` of \`experimental/influxdb\` reaches the sandbox itself, and no other host.
`;
}

function routesSection(routes: readonly Route[]): string {
  const rows = routes
    .map(({ method, path, open, needs }) => ({
      path,
      method,
      token: open ? 'none' : needs ? needs.join(' ') : 'any token',
    }))
    .sort((a, b) => order(a.path, b.path) || order(a.method, b.method));
  const merged = new Map<string, { methods: string[]; tokens: string[] }>();
  for (const { path, method, token } of rows) {
    const row = merged.get(path) ?? { methods: [], tokens: [] };
    if (!row.methods.includes(method)) row.methods.push(method);
    if (!row.tokens.includes(token)) row.tokens.push(token);
    merged.set(path, row);
  }
  const lines = [...merged].map(
    ([path, { methods, tokens }]) => `| \`${path}\` | ${methods.join(', ')} | ${tokens.join('; ')} |`,
  );
  return `## What the API answers

| path | methods | what the token must allow |
| --- | --- | --- |
${lines.join('\n')}

Buckets are looked at one by one: a token lists, queries and writes those that it allows. A path that is not in the table is
answered with 404, a method that its path does not have with 405 and \`Allow\`.
`;
}

function limitsSection(): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const row = (name: string, of: (limits: Limits) => string) =>
    `| ${name} | ${of(defaultLimits)} | ${of(testLimits)} |`;
  return `## Limits

| | a query or a script | a testcase |
| --- | ---: | ---: |
${row('time', ({ milliseconds }) => `${milliseconds / 1000} s`)}
${row('rows that it answers', ({ rows }) => count(rows))}
${row('steps: rows looked at, functions called', ({ steps }) => count(steps))}

What goes over one is ended, with a message that names the limit.

Task runs that were due while the sandbox was off are not made up for, as on a server. A folder of \`--data\` belongs to one
sandbox at a time; a second one is refused, and says so.
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(dirname(sandboxPage), { recursive: true });
  await writeFile(sandboxPage, await sandboxDocs(join(root, 'dist')));
}
