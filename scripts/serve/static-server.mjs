import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { cacheControl, contentType, SECURITY_HEADERS } from './headers.mjs';

/**
 * Request handler that serves the files of `folder` under `prefix` ('/' or '/some/path/'). `onFile` hears of every file served.
 */
export function staticHandler(folder, { prefix = '/', onFile = () => undefined } = {}) {
  return (request, response) => {
    const end = (status, text) => response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(text);
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, 'Only GET and HEAD.\n');
    let path;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      return end(400, 'Bad address.\n');
    }
    if (!path.startsWith(prefix) || path.includes('\0')) return end(404, 'Not here.\n');
    path = `/${path.slice(prefix.length)}`;
    if (path.endsWith('/')) path += 'index.html';
    const file = join(folder, normalize(path));
    const stat = file.startsWith(folder) ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (stat === undefined || !stat.isFile()) return end(404, 'Not here.\n');
    const etag = `"${stat.size.toString(16)}-${Math.trunc(stat.mtimeMs).toString(16)}"`;
    const headers = { ...SECURITY_HEADERS, 'content-type': contentType(extname(file)), 'cache-control': cacheControl(path), etag };
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end();
    onFile(path, file);
    response.writeHead(200, { ...headers, 'content-length': stat.size });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  };
}

/**
 * Listens on this machine only, IPv4 and (where it exists) IPv6, so that `localhost` works whichever it resolves to.
 * @returns the port and a function that closes both. Takes the next free port, trying `attempts` of them; port 0 takes any.
 */
export async function listenLocally(handler, firstPort, attempts = 50) {
  for (let port = firstPort; port < firstPort + attempts; port++) {
    const v4 = await listen(handler, '127.0.0.1', port);
    if (v4 === null) continue;
    const bound = v4.address().port;
    const v6 = await listen(handler, '::1', bound).catch(() => undefined);
    if (v6 === null && firstPort !== 0) {
      v4.close();
      continue;
    }
    const servers = v6 ? [v4, v6] : [v4];
    return { port: bound, close: () => Promise.all(servers.map(closeNow)) };
  }
  throw new Error(`no free port between ${firstPort} and ${firstPort + attempts - 1}; choose another with --port`);
}

/** null when the port is taken; throws when the address does not exist here. */
function listen(handler, host, port) {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error)));
    server.listen({ host, port, ipv6Only: host === '::1' }, () => resolve(server));
  });
}

function closeNow(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
