import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = resolve(__dirname, '../../../../examples/services/jobs.mjs');

const MIGRATION = {
  job: 'migrate',
  service: 'payments',
  environment: 'production',
  version: '2.4.0',
};

describe('the job runner of the example company', () => {
  let directory: string;
  let runner: ChildProcess | undefined;
  let origin: string;

  async function startRunner() {
    runner = spawn(process.execPath, [PROGRAM], {
      env: { ...process.env, JOBS_PORT: '0', JOBS_DIR: directory },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: runner.stdout! })) {
      const found = /listening on (http:\S+)/.exec(line);
      if (found) {
        origin = found[1];
        return;
      }
    }
    throw new Error('The job runner did not start');
  }

  async function stopRunner(signal: NodeJS.Signals) {
    const exited = once(runner!, 'exit');
    runner!.kill(signal);
    await exited;
    runner = undefined;
  }

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-jobs-'));
    await startRunner();
  });
  afterEach(async () => {
    if (runner) await stopRunner('SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  });

  async function start(
    body: object,
    headers: Record<string, string> = { 'idempotency-key': 'd/migrate/1/1' },
  ) {
    const response = await fetch(`${origin}/jobs`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  const read = async (id: string) =>
    (await fetch(`${origin}/jobs/${id}`)).json();

  async function ended(id: string) {
    for (;;) {
      const job = await read(id);
      if (job.status !== 'running') return job;
      await new Promise(next => setTimeout(next, 50));
    }
  }

  it('migrates once when the same key is sent several times', async () => {
    const [first, second] = await Promise.all([
      start(MIGRATION),
      start(MIGRATION),
    ]);
    expect(first).toMatchObject({ status: 202, body: { status: 'running' } });
    expect(second.body.id).toBe(first.body.id);

    const job = await ended(first.body.id);
    expect(job).toMatchObject({
      status: 'succeeded',
      message: 'applied 0007-charge-lines',
    });
    expect((await start(MIGRATION)).body).toEqual(job);
  });

  it('applies nothing when the migration was already applied', async () => {
    await ended((await start(MIGRATION)).body.id);
    const again = await start(MIGRATION, { 'idempotency-key': 'other' });
    expect(await ended(again.body.id)).toMatchObject({
      status: 'succeeded',
      message: 'the database has all that this version needs',
    });
  });

  it('continues after a crash', async () => {
    const { id } = (await start(MIGRATION)).body;
    await stopRunner('SIGKILL');
    await startRunner();
    expect(await ended(id)).toMatchObject({
      status: 'succeeded',
      message: 'applied 0007-charge-lines',
    });
    expect((await start(MIGRATION)).body.id).toBe(id);
  });

  it('reports why a migration fails, and keeps the previous ones', async () => {
    const { id } = (await start({ ...MIGRATION, version: '2.5.0' })).body;
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('could not create unique index'),
    });
    const before = await start(MIGRATION, { 'idempotency-key': 'other' });
    expect((await ended(before.body.id)).message).toMatch(/has all/);
  });

  it('stops a deleted job without applying its migration', async () => {
    const { id } = (await start(MIGRATION)).body;
    const deleted = await fetch(`${origin}/jobs/${id}`, { method: 'DELETE' });
    expect(await deleted.json()).toMatchObject({ id, status: 'cancelled' });
    const again = await start(MIGRATION, { 'idempotency-key': 'other' });
    expect((await ended(again.body.id)).message).toMatch(/^applied/);
  });

  it.each([
    ['no key', MIGRATION, {}, 400],
    ['another job', { ...MIGRATION, job: 'drop' }, undefined, 400],
    ['a path', { ...MIGRATION, environment: '../../x' }, undefined, 400],
    ['more fields', { ...MIGRATION, then: 'x' }, undefined, 400],
    ['no object', ['migrate'], undefined, 400],
    ['too much', { ...MIGRATION, x: 'x'.repeat(20_000) }, undefined, 400],
  ])('rejects %s', async (_what, body, headers, status) => {
    expect(await start(body, headers)).toMatchObject({
      status,
      body: { error: expect.any(String) },
    });
  });

  it('rejects a key that was used for another job', async () => {
    await start(MIGRATION);
    expect(await start({ ...MIGRATION, version: '2.3.1' })).toMatchObject({
      status: 409,
    });
  });

  it('returns 404 for a job that was not started', async () => {
    const response = await fetch(`${origin}/jobs/..%2f..%2fetc`);
    expect(response.status).toBe(404);
  });
});
