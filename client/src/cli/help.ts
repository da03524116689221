const connection = `Connection, each part from the flags, else the environment, else the influx CLI's configuration:
  --host URL            INFLUX_HOST
  --token TOKEN         INFLUX_TOKEN (better than the flag, which other users of the machine can see)
  --org NAME|ID         INFLUX_ORG, INFLUX_ORG_ID; the token's own when left out
  --config NAME         a configuration of the influx CLI (also --active-config, INFLUX_ACTIVE_CONFIG); else the active
                        one. Read from INFLUX_CONFIGS_PATH or ~/.influxdbv2/configs. Its token goes to its own server only.
  --ca FILE             FLUX_SCRIPTS_CA: PEM with further certificate authorities, besides those that this machine trusts
  --certificate FILE    FLUX_SCRIPTS_CERTIFICATE: PEM with a client certificate, for servers that ask for one
  --key FILE            FLUX_SCRIPTS_KEY: PEM with its key; FLUX_SCRIPTS_KEY_PASSPHRASE opens one that is encrypted
  --skip-verify         INFLUX_SKIP_VERIFY=true: does not check the server's certificate; whoever answers gets the token
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY apply, with http://, https:// and socks5:// proxies.`;

const folder = `  --dir DIR             the folder of flux-scripts.json (default: the current one)
  --json                one JSON object on standard output instead of text
  --help                print this`;

const forms = {
  connection: '"connection": {"name", "url", "org"?}',
  transfer: `"dryRun", "results": [{"name", "file"?, "outcome", "action"?, "message"?}]}
  outcome: created, updated, deleted, unchanged, planned, conflict, refused, failed, notBegun, left
  action (when planned): create, update, delete`,
};

interface Help {
  readonly about: string;
  readonly text: string;
}

export const helps: Readonly<Record<string, Help>> = {
  status: {
    about: 'how every script stands, here and on the server',
    text: `Usage: flux-scripts status [--exit-code]

  --exit-code           end with 4 when anything is not in sync
${folder}

JSON: {"command", "exitCode", ${forms.connection},
       "scripts": [{"name", "status", "file"?, "id"?, "updatedAt"?}], "summary": {status: count}}
  status: inSync, modifiedHere, modifiedThere, conflict, onlyHere, onlyThere, deletedHere, deletedThere

${connection}`,
  },
  plan: {
    about: 'what a push and a pull of everything would do',
    text: `Usage: flux-scripts plan

${folder}

JSON: {"command", "exitCode", ${forms.connection},
       "push": [{"name", "action", "reason", "status", "file"?}], "pull": [the same]}
  action: create, update, delete, conflict, leave

${connection}`,
  },
  pull: {
    about: 'bring scripts here',
    text: `Usage: flux-scripts pull NAME… | --all [options]

Names are those of scripts, or of their files as flux-scripts.json has them. What was changed here is never replaced,
and no file deleted, without a flag.

  --all                 every script of the server
  --dry-run             say what would be done, and write nothing
  --overwrite           replace what is here, also what was changed here
  --delete              delete files whose scripts were deleted on the server
${folder}

JSON: {"command", "exitCode", ${forms.connection}, ${forms.transfer}

${connection}`,
  },
  push: {
    about: 'bring scripts to the server',
    text: `Usage: flux-scripts push NAME… | --all [options]

Names are those of scripts, or of their files as flux-scripts.json has them. What was changed on the server is never
replaced, and nothing deleted there, without a flag. Where it is not known what a file began as (a fresh checkout), a
difference is a conflict: keep .flux-scripts between runs, or give --overwrite to make the server what the files are.

  --all                 every script of flux-scripts.json
  --dry-run             say what would be done, and write nothing
  --overwrite           replace what the server has, also what was changed there
  --delete              delete scripts whose files were deleted here
  --allow-errors        push scripts that do not compile
${folder}

JSON: {"command", "exitCode", ${forms.connection}, ${forms.transfer}

${connection}`,
  },
  invoke: {
    about: 'run a script on the server',
    text: `Usage: flux-scripts invoke NAME [-p KEY=VALUE]… [options]

Values are read by the types of the script's parameters: -p start=-7d, -p limit=10, -p sensor=TLM0100.

  -p, --param KEY=VALUE one parameter
  --preset NAME         a preset from the .params.json beside the script's file; the other two win over it
  --params-file FILE    a JSON object with parameters; -p wins over it
  -o, --output FILE     write the CSV there instead of to standard output; the file appears when it is whole
${folder}

JSON: {"command", "exitCode", ${forms.connection},
       "script": {"name", "id"}, "bytes", "rows", "csv" or "output"}

${connection}`,
  },
  validate: {
    about: 'check scripts with the Flux compiler; needs no server',
    text: `Usage: flux-scripts validate [FILE…]

Every Flux script of flux-scripts.json, or these files. Ends with 4 when there are errors.

${folder}

JSON: {"command", "exitCode", "files": [path],
       "problems": [{"file", "line", "column", "endLine", "endColumn", "severity", "message", "source"}]}
  severity: error, warning, information, hint. Lines and columns count from 1, columns in UTF-16 units.`,
  },
  test: {
    about: 'run the testcases of Flux files on the sandbox; needs no server',
    text: `Usage: flux-scripts test FILE|FOLDER… [--tags TAG,TAG…]

Runs each testcase block of the files, and of the .flux files in the folders, alone and within limits of time and
memory. Ends with 4 when one has failed. A testcase that needs what the sandbox cannot do is unsupported, not failed.
With --tags a testcase is left out when one of its tags (option testing.tags) is not named; without it all are run.

${folder}

JSON: {"command", "exitCode", "testcases": [{"file", "name", "status", "message"}]}
  status: passed, failed (message: what differs, or the error), unsupported (message: the function that is missing)
With --tags also "skipped": [{"file", "name", "tags"}].`,
  },
};

export const help = `Usage: flux-scripts COMMAND [options]

InfluxDB's invokable Flux scripts as files. flux-scripts.json says which file holds which script.

${Object.entries(helps)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join('\n')}

  --help     print this, or a command's options after its name
  --version  print the version

With --json each command prints one object, {"command", "exitCode", …}; after a failure it has "error": {"message", "code"?}.
Nothing is ever asked: what needs a choice is refused, and a flag makes the choice.

Ends with
  0    done, or in sync
  1    failed: network, server, file, or some of the scripts
  2    wrong usage: options, connection or parameters; nothing was sent that changes anything
  3    conflicts, or refusals that a flag can lift; everything else was done
  4    validate has found errors, test failures, or status --exit-code differences
  130  interrupted; the script under way was finished, and running it again does the rest`;
