import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import request from 'supertest';
import { startPortal } from '../api/__testUtils__/startPortal';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

/** Mounting a separate disk needs root, and a kernel that allows it. */
function mountDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

describe('a portal whose disk is full', () => {
  let folder: string;
  let isDisk: boolean;
  let knex: Knex;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-disk-'));
    isDisk = mountDisk(folder);
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(folder, 'deployments.sqlite') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
  });
  afterEach(async () => {
    await knex.destroy();
    if (isDisk) execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const filler = () => join(folder, 'somebody-elses');
  async function fill(): Promise<void> {
    if (!isDisk) {
      // The file cannot grow, for which SQLite has the same message.
      await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
      await knex.raw('PRAGMA max_page_count = 1');
      return;
    }
    for (const size of [1024 * 1024, 4096, 1]) {
      try {
        for (;;) writeFileSync(filler(), Buffer.alloc(size), { flag: 'a' });
      } catch {
        // Full, as far as writes of this size are concerned.
      }
    }
  }
  async function empty(): Promise<void> {
    if (isDisk) rmSync(filler());
    else await knex.raw('PRAGMA max_page_count = 100000');
  }

  it('is not healthy although it responds, and is healthy again when there is space', async () => {
    const backend = await startPortal({ knex, target: new TestTarget() });
    const send = (method: 'get' | 'post', path: string, body?: object) =>
      request(backend.server)
        [method](`/api/deployments${path}`)
        .set('Authorization', mockCredentials.user.header('user:default/ana'))
        .send(body);
    const register = (n: number) =>
      send('post', `/services/${encodeURIComponent(SERVICE)}/versions`, {
        name: `${n}`,
        artifact: `sha256:${n}`,
        commits: Array.from({ length: 500 }, (_, i) => ({
          id: `${n}-${i}`,
          message: 'x'.repeat(200),
        })),
      });
    const health = async () => {
      const { status, body } = await send('get', '/health');
      const kinds = body.reasons.map(({ kind }: { kind: string }) => kind);
      return { status, body, kinds };
    };
    const until = async (kind: string) => {
      for (;;) {
        const answer = await health();
        if (answer.kinds.includes(kind)) return answer;
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    };
    try {
      expect((await register(1)).status).toBe(201);
      const before = await health();
      expect(before).toMatchObject({ status: 200, kinds: [] });
      expect(before.body.writes).toEqual({
        lastSucceededAt: expect.any(String),
      });

      await fill();
      expect((await register(2)).status).toBe(500);
      // It still responds to all reads.
      expect((await send('get', '/services')).status).toBe(200);
      const full = await until('writes_failing');
      expect(full).toMatchObject({
        status: 503,
        body: {
          status: 'stalled',
          writes: {
            lastSucceededAt: expect.any(String),
            lastFailedAt: expect.any(String),
            lastError: 'SQLITE_FULL: database or disk is full',
          },
        },
      });
      expect(JSON.stringify(full.body)).not.toContain('insert');

      await empty();
      expect((await register(3)).status).toBe(201);
      const after = await until('writes_failed');
      expect(after).toMatchObject({
        status: 200,
        body: { status: 'degraded' },
      });
    } finally {
      await empty().catch(() => {});
      await backend.stop();
    }
  });
});
