import { serveQueries } from './worker.ts';

// The queries' worker when the sources run as they are; in the build `sandbox.js` is its own worker.
serveQueries();
