import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import express from 'express';
import type { Knex } from 'knex';
import { createDoraApi } from '../deliveryMetrics/api/__testUtils__/doraApi';
import { CHECKOUT } from '../api/__testUtils__/fixtures';
import { asService } from '../api/__testUtils__/testApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const COMMAND = resolve(__dirname, '../../bin/slipway-backfill');
const LINES = 25;
const CSV = [
  'type,service,environment,version,outcome,finishedAt,commits,commit',
  ...Array.from(
    { length: LINES - 1 },
    (_, n) =>
      `deployment,${CHECKOUT},production,1.${n},succeeded,2025-11-03T14:${
        10 + n
      }:00Z,c${n} d${n},`,
  ),
  `change,${CHECKOUT},,,,,,c1`,
].join('\r\n');

describe.each(databases.eachSupportedId())(
  'a backfill that is killed, over %s',
  databaseId => {
    let knex: Knex;
    let server: Server;
    let folder: string;
    let child: ChildProcess;
    let requests = 0;
    /** The process is killed after this request was processed and before it gets the response. */
    let fatal: number | undefined;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      const { app } = await createDoraApi(knex);
      const portal = express();
      portal.use((_req, res, next) => {
        requests++;
        if (requests === fatal) {
          res.end = () => {
            child.kill('SIGKILL');
            return res;
          };
        }
        next();
      });
      portal.use(app);
      server = portal.listen(0, '127.0.0.1');
      await once(server, 'listening');
      folder = await mkdtemp(join(tmpdir(), 'backfill-'));
    });
    afterAll(async () => {
      server.closeAllConnections();
      await new Promise(closed => server.close(closed));
      await knex.destroy();
      await rm(folder, { recursive: true, force: true });
    });

    const run = async (...more: string[]) => {
      const { port } = server.address() as AddressInfo;
      child = spawn(
        process.execPath,
        [
          COMMAND,
          ...['--url', `http://127.0.0.1:${port}`, '--source', 'old-ci'],
          ...['--file', join(folder, 'old.csv'), '--batch', '10', ...more],
        ],
        {
          env: {
            ...process.env,
            SLIPWAY_TOKEN: asService().replace('Bearer ', ''),
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      let out = '';
      child.stdout?.on('data', text => {
        out += text;
      });
      const [code, signal] = await once(child, 'close');
      return { code, signal, out };
    };
    const known = async () => {
      const tables = [
        'dora_events',
        'dora_deployments',
        'dora_deployment_commits',
        'dora_changes',
      ];
      const rows = await Promise.all(tables.map(table => knex(table)));
      return rows.map(all => all.map(row => JSON.stringify(row)).sort());
    };

    it('resumes where it stopped, with the same result as one that was not killed', async () => {
      await writeFile(join(folder, 'old.csv'), CSV);
      fatal = 2;
      expect(await run()).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(await knex('dora_deployments')).toHaveLength(20);

      fatal = undefined;
      const rest = await run();
      expect(rest.code).toBe(0);
      // The request without a response is sent again, and counts once.
      expect(rest.out.trim().split('\n').pop()).toBe(
        `${LINES} events, 15 accepted, 10 repeated, 0 unmapped, 0 rejected`,
      );
      expect(rest.out).toMatch(/\d+ %: 20 events/);
      expect(await knex('dora_deployments')).toHaveLength(LINES - 1);
      expect(await knex('dora_deployment_commits')).toHaveLength(
        2 * (LINES - 1),
      );

      const before = await known();
      requests = 0;
      expect((await run()).code).toBe(0);
      expect(requests).toBe(0);
      const resent = await run('--resend');
      expect(resent.out).toContain(`0 accepted, ${LINES} repeated`);
      expect(await known()).toEqual(before);
    });
  },
);
