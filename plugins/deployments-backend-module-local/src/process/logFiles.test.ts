import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogFiles } from './logFiles';
import { createOutputRedactor } from './outputRedactor';

describe('createLogFiles', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-logs-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('reads the last lines of a file, without empty ones', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.createFolder('slug');
    const { err } = logs.getPaths('slug', 'i');
    expect(await logs.readTail(err, 3)).toEqual([]);
    await appendFile(err, 'one\ntwo\n\nthree\nfour\n');
    expect(await logs.readTail(err, 3)).toEqual(['two', 'three', 'four']);
  });

  it('rotates a file that exceeds the size limit', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.createFolder('slug');
    const { out } = logs.getPaths('slug', 'i');
    for (let n = 0; n < 5; n++) {
      await appendFile(out, 'x'.repeat(5_000));
      await logs.limitSize('slug');
    }
    expect((await stat(out)).size).toBe(0);
    expect((await stat(`${out}.1`)).size).toBe(1024);
  });

  it('deletes the logs of all but the ten most recent finished instances', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.createFolder('slug');
    for (let n = 0; n < 30; n++) {
      await appendFile(logs.getPaths('slug', `i${n}`).err, 'x');
    }
    await logs.prune('slug', ['i0']);
    const left = await readdir(path.join(dataDir, 'logs', 'slug'));
    expect(left).toHaveLength(11);
    expect(left).toContain('i0.err.log');
  });
});

describe('createOutputRedactor', () => {
  it('removes the password of a URL variable, even outside the URL', () => {
    const redact = createOutputRedactor({
      DB_URL: 'postgres://u:pw-3f%2Fx@host/x',
    });
    expect(redact('DB_URL=postgres://u:pw-3f%2Fx@host/x is away')).toBe(
      'DB_URL=postgres://***@host/x is away',
    );
    expect(redact('no login for u with pw-3f/x')).toBe(
      'no login for u with ***',
    );
  });

  it('removes the values of variables with secret names', () => {
    const redact = createOutputRedactor({
      DB_PASSWORD: 'correct horse',
      PAYMENT_TOKEN: 'x',
      REGION: 'eu-north-1',
    });
    expect(redact('no login with correct horse in eu-north-1')).toBe(
      'no login with *** in eu-north-1',
    );
  });
});
