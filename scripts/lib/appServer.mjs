import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const compress = promisify(gzip);
const COMPRESSED = new Set(['.css', '.js', '.json', '.svg', '.txt']);

/** Same values as Backstage's app-backend: names below `static` contain a hash of the content. */
const FOREVER = 'public, max-age=1209600, immutable';
const NEVER = 'no-store, max-age=0';

const CONFIG_TAG = /<script type="backstage\.io\/config">[\s\S]*?<\/script>/;

const escapeHtml = text =>
  text.replace(
    /[&<>"]/g,
    found => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[found]),
  );

/**
 * Replaces the configuration in the page of the build with the current one.
 *
 * @param {string} html
 * @param {Array<{context: string, data: object}>} config
 */
function buildPage(html, config) {
  if (!CONFIG_TAG.test(html)) {
    throw new Error(
      'The page of the built app contains no element for the configuration',
    );
  }
  // Escaped like this, `<` cannot end the element.
  const json = JSON.stringify(config).replace(/</g, '\\u003c');
  // Later files override earlier ones.
  const titles = config.flatMap(({ data }) => data.app?.title ?? []);
  const title = escapeHtml(titles.at(-1) ?? 'Backstage');
  return html
    .replace(
      CONFIG_TAG,
      () => `<script type="backstage.io/config">${json}</script>`,
    )
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>`);
}

/** Reads all files of a build, by URL path. They stay in memory, so that a new build does not change them. */
function readFiles(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const url = `/${relative(folder, file).split(sep).join('/')}`;
    const extension = extname(file);
    // Only developer tools need source maps, which are twice as large as everything else.
    if (extension === '.map' || extension === '.tmpl') continue;
    files.set(url, {
      type: TYPES[extension] ?? 'application/octet-stream',
      body: readFileSync(file),
      isCompressible: COMPRESSED.has(extension),
      cache: url.startsWith('/static/') ? FOREVER : NEVER,
    });
  }
  return files;
}

function send(request, response, file) {
  const { type, body, isCompressible, cache } = file;
  response.setHeader('content-type', type);
  response.setHeader('cache-control', cache);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'SAMEORIGIN');
  let content = body;
  if (isCompressible) {
    response.setHeader('vary', 'accept-encoding');
    if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      content = file.gzip;
      response.setHeader('content-encoding', 'gzip');
    }
  }
  response.setHeader('content-length', content.length);
  response.end(request.method === 'HEAD' ? undefined : content);
}

/**
 * Serves a built app on the loopback addresses until it is closed. It does not need the backend, so the page is
 * available while the backend is down.
 *
 * @param {{folder: string, config: Array<{context: string, data: object}>, port: number}} options - `config`: the part
 *   of app-config that the app may see
 * @returns {Promise<{close(): void}>}
 */
export async function serveApp({ folder, config, port }) {
  const files = readFiles(folder);
  const html = buildPage(
    readFileSync(join(folder, 'index.html'), 'utf8'),
    config,
  );
  const page = {
    type: TYPES['.html'],
    body: Buffer.from(html),
    isCompressible: true,
    cache: NEVER,
  };
  files.delete('/index.html');
  await Promise.all(
    [page, ...files.values()]
      .filter(({ isCompressible }) => isCompressible)
      .map(async file => {
        file.gzip = await compress(file.body);
      }),
  );

  const handle = (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    // Not parsed as a URL: an invalid path such as `//` must not end the portal.
    const pathname = (request.url ?? '/').replace(/[?#].*$/s, '');
    const file = files.get(pathname);
    if (!file && pathname.startsWith('/static/')) {
      response
        .writeHead(404, {
          'content-type': 'text/plain',
          'cache-control': NEVER,
        })
        .end('This file is not part of the current build. Reload the page.\n');
      return;
    }
    // The app handles all other paths.
    send(request, response, file ?? page);
  };

  // `localhost` can resolve to either address.
  const servers = [];
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(handle);
    try {
      await new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(port, host, done);
      });
      servers.push(server);
    } catch (error) {
      const hasNoIpv6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code);
      if (host === '127.0.0.1' || !hasNoIpv6) {
        servers.forEach(other => other.close());
        throw error;
      }
    }
  }
  return {
    close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
