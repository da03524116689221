import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createEngine } from './engine/supervisor.ts';
import { loadLibrary } from './library/library.ts';
import { keepSmall } from './memory.ts';
import { startServer } from './server.ts';

// The process: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as vscode-languageserver reads them.
const worked = keepSmall();
const engine = createEngine({ workerPath: join(__dirname, 'engineWorker.js') });
// The compiler starts while the client says hello.
engine.check('').catch(() => undefined);
const library = loadLibrary(join(__dirname, 'stdlib.json'));
startServer(createConnection(ProposedFeatures.all), engine, library, worked);
