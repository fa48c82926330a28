import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

/**
 * Reads the manifests of packed packages.
 *
 * @param {string} folder - With one archive (`.tgz`) for each package.
 * @returns {Array<{manifest: object, archive: string}>} `archive` is the path of the file.
 */
export function readArchives(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.tgz'))
    .map(name => {
      const archive = join(folder, name);
      const text = execFileSync('tar', [
        '-xzOf',
        archive,
        'package/package.json',
      ]);
      return { manifest: JSON.parse(text), archive };
    });
}

/**
 * Serves packed packages like a registry, on a free port of this machine. Nothing can be published to it, and it knows
 * no other packages.
 *
 * @param {Array<{manifest: object, archive: string}>} packages
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function startRegistry(packages) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url).slice(1);
    const archive = packages.find(
      it => path === `archives/${basename(it.archive)}`,
    )?.archive;
    if (archive) {
      response.end(readFileSync(archive));
      return;
    }
    const found = packages.find(({ manifest }) => manifest.name === path);
    response.statusCode = found ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(found ? describe(found) : { error: 'not found' }),
    );
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;

  /** The document that registries have for a package. */
  function describe({ manifest, archive }) {
    const { name, version } = manifest;
    const digest = createHash('sha512').update(readFileSync(archive));
    const dist = {
      tarball: `${url}/archives/${basename(archive)}`,
      integrity: `sha512-${digest.digest('base64')}`,
    };
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
    };
  }

  return {
    url,
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    },
  };
}
