import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packFiles } from './packFiles';
import { writeImage } from './writeImage';

function readBlob(folder: string, digest: string): Buffer {
  const content = readFileSync(
    join(folder, 'blobs/sha256', digest.replace('sha256:', '')),
  );
  const actual = createHash('sha256').update(content).digest('hex');
  expect(`sha256:${actual}`).toBe(digest);
  return content;
}

describe('images', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('packs files so that tar restores content, folders and permissions', () => {
    const long = `/${'deep/'.repeat(30)}file.txt`;
    const archive = packFiles([
      { path: '/usr/bin/run', content: 'program', mode: 0o755 },
      { path: '/app/a.json', content: Buffer.alloc(513, 'x') },
      { path: long, content: 'long' },
      { path: '/empty', content: '' },
    ]);

    execFileSync('tar', ['-x', '-C', folder], { input: archive });

    expect(readFileSync(join(folder, 'usr/bin/run'), 'utf8')).toBe('program');
    expect(readFileSync(join(folder, 'app/a.json'))).toHaveLength(513);
    expect(readFileSync(join(folder, long), 'utf8')).toBe('long');
    expect(readFileSync(join(folder, 'empty'), 'utf8')).toBe('');
    // eslint-disable-next-line no-bitwise
    expect(statSync(join(folder, 'usr/bin/run')).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'tmp')).isDirectory()).toBe(true);
  });

  it('rejects a path that does not fit the format', () => {
    expect(() =>
      packFiles([{ path: `/${'x'.repeat(300)}`, content: '' }]),
    ).toThrow('too long for an image');
  });

  it('writes a layout whose digests are those of its blobs', async () => {
    const { layout, digest } = await writeImage(folder, {
      entrypoint: ['/run'],
      files: [{ path: '/run', content: 'program', mode: 0o755 }],
      env: { VERSION: '1.0.0' },
    });

    const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
    expect(index.manifests).toMatchObject([{ digest }]);
    const manifest = JSON.parse(readBlob(folder, digest).toString());
    const config = JSON.parse(
      readBlob(folder, manifest.config.digest).toString(),
    );
    expect(config.config).toMatchObject({
      Entrypoint: ['/run'],
      Env: expect.arrayContaining(['VERSION=1.0.0']),
    });
    const layer = gunzipSync(readBlob(folder, manifest.layers[0].digest));
    const diffId = createHash('sha256').update(layer).digest('hex');
    expect(config.rootfs.diff_ids).toEqual([`sha256:${diffId}`]);
  });

  it('gives the same content the same digest, and shares the layer of images that differ in variables', async () => {
    const files = [{ path: '/run', content: 'program' }];
    const write = (version: string) =>
      writeImage(folder, {
        entrypoint: ['/run'],
        files,
        env: { VERSION: version },
      });

    const first = await write('1');
    const again = await write('1');
    const second = await write('2');

    expect(again.digest).toBe(first.digest);
    expect(second.digest).not.toBe(first.digest);
    // A layer, and config and manifest of each image.
    expect(readdirSync(join(folder, 'blobs/sha256'))).toHaveLength(5);
  });
});
