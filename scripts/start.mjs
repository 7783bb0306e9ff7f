#!/usr/bin/env node
// `npm start`: install and build what is missing, then serve the site to this machine.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listenLocally, staticHandler } from './serve/static-server.mjs';
import { ensureSiteBuilt } from './setup/build-site.mjs';
import { ensureInstalled, ROOT } from './setup/install.mjs';

const DEFAULT_PORT = 4173;

const port = portAsked();
ensureInstalled();
ensureSiteBuilt();
const server = await listenLocally(staticHandler(join(ROOT, 'dist')), port);
if (server.port !== port) console.error(`Port ${port} is taken.`);
console.log(`Brownout is at http://localhost:${server.port} (Ctrl-C ends it)`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close().then(() => process.exit(0)));

function portAsked() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      console.log(
        `Usage: npm start -- [--port ${DEFAULT_PORT}]\n\nInstalls and builds what is missing, then serves the game to this machine. PORT in the environment does the same as --port.`,
      );
      process.exit(0);
    }
    const asked = Number(values.port ?? process.env.PORT ?? DEFAULT_PORT);
    if (Number.isInteger(asked) && asked > 0 && asked < 65_536) return asked;
    throw new Error(`not a port: ${values.port ?? process.env.PORT}`);
  } catch (error) {
    console.error(`${error.message}\nUsage: npm start -- [--port ${DEFAULT_PORT}]`);
    process.exit(2);
  }
}
