import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBackfill } from './backfillCommand';

/** A portal, as the command sees it. */
async function startPortal() {
  const known = new Set<string>();
  const requests: { token?: string; body: any }[] = [];
  /** Statuses of the next responses; afterwards it works again. */
  const failures: number[] = [];
  const server = http.createServer((req, res) => {
    let text = '';
    req.on('data', chunk => {
      text += chunk;
    });
    req.on('end', () => {
      const body = JSON.parse(text);
      const failure = failures.shift();
      res.setHeader('Content-Type', 'application/json');
      if (failure) {
        res.statusCode = failure;
        const error = { name: 'Error', message: `it is ${failure}` };
        res.end(JSON.stringify({ error }));
        return;
      }
      requests.push({ token: req.headers.authorization, body });
      const results = body.events.map(({ id, service }: any) => {
        const isKnown = known.has(id);
        if (isKnown) return { id, status: 'repeated' };
        if (service === 'nobody') {
          return { id, status: 'unmapped', reason: 'who is that?' };
        }
        if (!body.dryRun) known.add(id);
        return { id, status: 'accepted' };
      });
      const count = (status: string) =>
        results.filter((result: any) => result.status === status).length;
      res.end(
        JSON.stringify({
          accepted: count('accepted'),
          repeated: count('repeated'),
          unmapped: count('unmapped'),
          rejected: 0,
          results,
        }),
      );
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/deployments/`,
    known,
    requests,
    failures,
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

describe('slipway-backfill', () => {
  let folder: string;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let out: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfill-'));
    portal = await startPortal();
    out = [];
  });
  afterEach(async () => {
    await portal.stop();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string) =>
    writeFile(join(folder, name), text);
  const run = (file: string, ...more: string[]) =>
    runBackfill(
      ['--url', portal.url, '--source', 'ci', '--file', file, ...more],
      {
        cwd: folder,
        token: 'a-token',
        pauseMs: 0,
        print: text => out.push(text),
        printError: text => out.push(text),
      },
    );
  const sent = () => portal.requests.flatMap(({ body }) => body.events);
  const lines = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, i) => `{"id":"${from + i}","type":"change"}\n`,
    ).join('');

  it('sends a CSV file, with lists and flags, quotes and empty fields', async () => {
    await write(
      'old.csv',
      '\ufefftype,id,service,version,commits,hotfix,title\r\n' +
        'deployment,1,checkout,1.0,a b  c,TRUE,\r\n' +
        '\r\n' +
        'change,2,"checkout",,,,"He said ""no"",\nand left"\r\n',
    );
    expect(await run('old.csv')).toBe(0);
    expect(portal.requests).toEqual([
      {
        token: 'Bearer a-token',
        body: {
          source: 'ci',
          dryRun: false,
          events: [
            {
              type: 'deployment',
              id: '1',
              service: 'checkout',
              version: '1.0',
              commits: ['a', 'b', 'c'],
              hotfix: true,
            },
            {
              type: 'change',
              id: '2',
              service: 'checkout',
              title: 'He said "no",\nand left',
            },
          ],
        },
      },
    ]);
    expect(out.at(-1)).toMatch(/2 events, 2 accepted/);
  });

  it('sends an NDJSON file, and reports lines that are not JSON', async () => {
    await write('old.ndjson', `{"id":"1"}\n\nnonsense\n[]\n{"id":"2"}`);
    expect(await run('old.ndjson')).toBe(1);
    expect(sent().map(({ id }) => id)).toEqual(['1', '2']);
    expect(out).toContain('line 3: not sent: it is not valid JSON');
    expect(out).toContain('line 4: not sent: it is not a JSON object');
    expect(out.at(-1)).toMatch(/4 events, 2 accepted.*2 rejected/);
  });

  it('continues after a line that is too large for a request', async () => {
    // Has more bytes than characters.
    const long = JSON.stringify({ id: '1', title: '🚢'.repeat(250_000) });
    await write('old.ndjson', `${long}\n{"id":"2"}`);
    expect(await run('old.ndjson')).toBe(1);
    expect(sent().map(({ id }) => id)).toEqual(['2']);
    expect(out).toContain(
      'line 1: not sent: it is longer than an event can be',
    );
  });

  it('reports the lines that the portal did not accept', async () => {
    await write(
      'old.csv',
      'type,id,service\nchange,1,checkout\nchange,2,nobody\nchange,3\n',
    );
    expect(await run('old.csv')).toBe(1);
    expect(out).toContain('line 3: unmapped: who is that?');
    expect(out).toContain(
      'line 4: not sent: its number of fields differs from the number of columns',
    );
  });

  it('resumes where it stopped', async () => {
    await write('old.ndjson', lines(0, 7));
    // The second request fails permanently.
    const original = portal.requests.push.bind(portal.requests);
    portal.requests.push = (...items) => {
      portal.failures.push(403);
      return original(...items);
    };
    await expect(run('old.ndjson', '--batch', '3')).rejects.toThrow(
      /The portal responded: it is 403/,
    );
    portal.requests.push = original;
    expect(sent()).toHaveLength(3);

    expect(await run('old.ndjson', '--batch', '3')).toBe(0);
    expect(sent().map(({ id }) => id)).toEqual([
      ...['0', '1', '2'],
      ...['3', '4', '5'],
      '6',
    ]);
    // When the file is done, only appended lines are sent.
    expect(await run('old.ndjson')).toBe(0);
    await write('old.ndjson', lines(0, 9));
    expect(await run('old.ndjson')).toBe(0);
    expect(
      sent()
        .map(({ id }) => id)
        .slice(7),
    ).toEqual(['7', '8']);
    expect(out.at(-1)).toMatch(/9 events, 9 accepted/);
  });

  it('rejects a progress file of another file', async () => {
    await write('old.ndjson', lines(0, 5));
    await run('old.ndjson');
    await write('old.ndjson', lines(1, 9));
    await expect(run('old.ndjson')).rejects.toThrow(/another file.*--resend/);
    await write('old.ndjson', lines(0, 2));
    await expect(run('old.ndjson')).rejects.toThrow(/another file/);
    expect(await run('old.ndjson', '--resend')).toBe(0);
    expect(out.at(-1)).toMatch(/2 events, 0 accepted, 2 repeated/);
    const progress = await readFile(join(folder, 'old.ndjson.progress'));
    await write('old.ndjson.progress', '{');
    await expect(run('old.ndjson')).rejects.toThrow(/cannot be read/);
    expect(progress.toString()).toMatch(/"records":2/);
  });

  it('retries temporary failures', async () => {
    await write('old.ndjson', lines(0, 2));
    portal.failures.push(503, 429, 502);
    expect(await run('old.ndjson')).toBe(0);
    expect(sent()).toHaveLength(2);
  });

  it('stores nothing in a dry run', async () => {
    await write('old.ndjson', lines(0, 2));
    expect(await run('old.ndjson', '--dry-run')).toBe(0);
    expect(portal.requests[0].body.dryRun).toBe(true);
    expect(out.at(-1)).toMatch(/^Nothing was stored/);
    await expect(
      readFile(join(folder, 'old.ndjson.progress')),
    ).rejects.toThrow();
  });

  it('gives events without an id a stable one', async () => {
    await write('a.csv', 'type,service,commit\nchange,checkout,abc\n');
    await write('b.csv', 'commit,service,type\nabc,checkout,change\n');
    await run('a.csv');
    await run('b.csv');
    const [first, second] = sent();
    expect(first.id).toMatch(/^backfill:[0-9a-f]{40}$/);
    expect(second.id).toBe(first.id);
  });

  it('rejects invalid options before it sends anything', async () => {
    await write('old.csv', 'type,colour\nchange,red\n');
    await expect(run('old.csv')).rejects.toThrow(
      /columns that no event has: "colour"/,
    );
    await write('old.csv', 'type;service\nchange;checkout\n');
    await expect(run('old.csv')).rejects.toThrow(/separated by commas/);
    await write('old.csv', 'id,service\n1,checkout\n');
    await expect(run('old.csv')).rejects.toThrow(/needs a column "type"/);
    await write('old.txt', '');
    await expect(run('old.txt')).rejects.toThrow(/--format csv/);
    await expect(run('nothing.csv')).rejects.toThrow(/does not exist/);
    await expect(run('old.csv', '--batch', '5000')).rejects.toThrow(/--batch/);
    await expect(
      runBackfill([], {
        cwd: folder,
        token: undefined,
        print: () => {},
        printError: () => {},
      }),
    ).rejects.toThrow(
      /--url is missing, --source is missing, --file is missing, SLIPWAY_TOKEN is not set/,
    );
    expect(portal.requests).toEqual([]);
  });

  it('reports that the portal does not respond', async () => {
    await write('old.ndjson', lines(0, 1));
    const { url } = portal;
    await portal.stop();
    await expect(run('old.ndjson')).rejects.toThrow(
      `${url} does not respond: `,
    );
    portal = await startPortal();
  });

  it('prints its usage', async () => {
    await run('nothing', '--help');
    expect(out.join('\n')).toContain('Usage: SLIPWAY_TOKEN=');
  });
});
