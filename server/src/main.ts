import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createEngine } from './engine/supervisor.ts';
import { loadLibrary } from './library/library.ts';
import { startServer } from './server.ts';

const engine = createEngine({ workerPath: join(__dirname, 'engineWorker.js') });
// The compiler starts while the client says hello.
engine.check('').catch(() => undefined);

// The process: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as vscode-languageserver reads them.
startServer(createConnection(ProposedFeatures.all), engine, loadLibrary(join(__dirname, 'stdlib.json')));
