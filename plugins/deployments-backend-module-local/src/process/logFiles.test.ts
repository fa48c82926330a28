import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogFiles } from './logFiles';
import { createRedactor } from './outputRedactor';

describe('log files of processes', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-logs-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('have their last lines at hand', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.prepare('place');
    const { err } = logs.of('place', 'i');
    expect(await logs.tail(err, 3)).toEqual([]);
    await appendFile(err, 'one\ntwo\n\nthree\nfour\n');
    expect(await logs.tail(err, 3)).toEqual(['two', 'three', 'four']);
  });

  it('do not grow without bound', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.prepare('place');
    const { out } = logs.of('place', 'i');
    for (let n = 0; n < 5; n++) {
      await appendFile(out, 'x'.repeat(5_000));
      await logs.bound('place');
    }
    expect((await stat(out)).size).toBe(0);
    expect((await stat(`${out}.1`)).size).toBe(1024);
  });

  it('of instances long gone are removed', async () => {
    const logs = createLogFiles(dataDir, 1024);
    await logs.prepare('place');
    for (let n = 0; n < 30; n++) {
      await appendFile(logs.of('place', `i${n}`).err, 'x');
    }
    await logs.prune('place', ['i0']);
    const left = await readdir(path.join(dataDir, 'logs', 'place'));
    expect(left).toHaveLength(11);
    expect(left).toContain('i0.err.log');
  });

  it('lose the password of a URL, also where it stands by itself', () => {
    const redact = createRedactor({ DB_URL: 'postgres://u:pw-3f%2Fx@host/x' });
    expect(redact('DB_URL=postgres://u:pw-3f%2Fx@host/x is away')).toBe(
      'DB_URL=postgres://***@host/x is away',
    );
    expect(redact('no login for u with pw-3f/x')).toBe(
      'no login for u with ***',
    );
  });

  it('lose the values of secret variables', () => {
    const redact = createRedactor({
      DB_PASSWORD: 'correct horse',
      PAYMENT_TOKEN: 'x',
      REGION: 'eu-north-1',
    });
    expect(redact('no login with correct horse in eu-north-1')).toBe(
      'no login with *** in eu-north-1',
    );
  });
});
