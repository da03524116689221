import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createEngine } from './engine/supervisor.ts';
import { loadLibrary } from './library/library.ts';
import { startServer } from './server.ts';

// The process: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as vscode-languageserver reads them.
startServer(
  createConnection(ProposedFeatures.all),
  createEngine({ workerPath: join(__dirname, 'engineWorker.js') }),
  loadLibrary(join(__dirname, 'stdlib.json')),
);
