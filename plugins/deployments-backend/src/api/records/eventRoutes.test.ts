import http from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { CHECKOUT, model, toSnapshot } from '../__testUtils__/fixtures';
import { ANA, CARLA, as, createTestApi } from '../__testUtils__/testApi';

interface Message {
  id: string;
  event: string;
  data: any;
}

/** Reads a stream of server-sent events over a real connection. */
function openStream(
  url: string,
  headers: Record<string, string> = {},
): {
  response: Promise<http.IncomingMessage>;
  messages: Message[];
  comments: string[];
  until(predicate: (messages: Message[]) => boolean): Promise<Message[]>;
  closed: Promise<void>;
  close(): void;
} {
  const messages: Message[] = [];
  const comments: string[] = [];
  const watchers = new Set<() => void>();
  const req = http.get(url, {
    headers: {
      Accept: 'text/event-stream',
      Authorization: as(ANA),
      ...headers,
    },
  });
  let resolveClosed = () => {};
  const closed = new Promise<void>(resolve => {
    resolveClosed = resolve;
  });
  const response = new Promise<http.IncomingMessage>((resolve, reject) => {
    req.on('error', reject);
    req.on('response', res => {
      resolve(res);
      let buffer = '';
      res.setEncoding('utf8');
      res.on('data', chunk => {
        buffer += chunk;
        const blocks = buffer.split('\n\n');
        buffer = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith(':')) {
            comments.push(block.slice(2));
            continue;
          }
          const fields = Object.fromEntries(
            block.split('\n').map(line => {
              const at = line.indexOf(': ');
              return [line.slice(0, at), line.slice(at + 2)];
            }),
          );
          messages.push({
            id: fields.id,
            event: fields.event,
            data: JSON.parse(fields.data),
          });
        }
        watchers.forEach(watch => watch());
      });
      res.on('close', resolveClosed);
      res.on('error', () => {});
    });
  });
  response.catch(() => {});
  return {
    response,
    messages,
    comments,
    closed,
    close: () => req.destroy(),
    until: predicate =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () =>
            reject(new Error(`Only got ${JSON.stringify(messages, null, 1)}`)),
          4_000,
        );
        const check = () => {
          if (!predicate(messages)) return;
          clearTimeout(timer);
          watchers.delete(check);
          resolve(messages);
        };
        watchers.add(check);
        check();
      }),
  };
}

jest.setTimeout(90_000);

const types = (messages: Message[]) => messages.map(m => m.event);
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('the event stream', () => {
  let api: ReturnType<typeof createTestApi>;
  let server: http.Server;
  let base: string;
  let id: string;

  async function start(stream: object = {}) {
    api = createTestApi({
      router: { stream: { pollMs: 60_000, ...stream } },
      hidden: user => (user === 'user:default/blind' ? [CHECKOUT] : []),
    });
    server = api.app.listen(0);
    base = `http://localhost:${(server.address() as AddressInfo).port}`;
    const { version } = await api.engine.register(CHECKOUT, {
      name: '1',
      artifact: 'a',
    });
    const created = await request(server)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({
        service: CHECKOUT,
        environment: 'staging',
        versionId: version.id,
      });
    id = created.body.id;
  }

  const url = () => `${base}/deployments/${id}/events`;
  const cancel = () =>
    api.engine.apply(id, { type: 'cancel', by: ANA, reason: 'enough' });

  afterEach(async () => {
    await api.shutDown();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  it('replays past events, follows new ones, and ends with the deployment', async () => {
    await start();
    api.engine.measure(id, 'verify', 1);
    api.engine.log(id, 'deploy', 'one\ntwo');
    const stream = openStream(url());
    const res = await stream.response;
    expect(res.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    });
    await stream.until(m => m.length === 3);
    expect(types(stream.messages)).toEqual(['event', 'measurement', 'log']);
    expect(stream.messages[2].data.line).toBe('one\ntwo');
    api.engine.log(id, 'deploy', 'three');
    cancel();
    await stream.until(m => m.at(-1)?.event === 'end');
    await stream.closed;
    expect(types(stream.messages).slice(3).sort()).toEqual([
      'end',
      'event',
      'log',
    ]);
    expect(stream.messages.at(-1)?.data).toEqual({
      status: 'cancelled',
      seq: 2,
    });
    expect(api.engine.following).toBe(0);
  });

  it('resumes all records after the last id without gaps or repetitions', async () => {
    await start();
    for (let i = 0; i < 30; i++) {
      api.engine.measure(id, 'verify', 1);
      api.engine.log(id, 'deploy', `line ${i}`);
    }
    cancel();
    const whole = openStream(url());
    const all = await whole.until(m => m.at(-1)?.event === 'end');
    expect(all).toHaveLength(2 + 30 + 30 + 1);
    expect(new Set(all.slice(0, -1).map(m => m.id)).size).toBe(all.length - 1);

    // Cut after each message in turn, the stream continues with the rest.
    for (const cut of [0, 1, 2, 17, 40, 61]) {
      const resumed = openStream(url(), { 'Last-Event-ID': all[cut].id });
      const rest = await resumed.until(m => m.at(-1)?.event === 'end');
      expect(rest).toEqual(all.slice(cut + 1));
    }
  });

  it('finds records by polling when a notification is lost', async () => {
    await start({ pollMs: 50 });
    const stream = openStream(url());
    await stream.until(m => m.length === 1);
    api.engine.quietly(cancel);
    const messages = await stream.until(m => m.at(-1)?.event === 'end');
    expect(types(messages)).toEqual(['event', 'event', 'end']);
  });

  it('loses no event that happens while it is writing', async () => {
    await start();
    const stream = openStream(url());
    for (let i = 0; i < 200; i++) {
      api.engine.log(id, 'deploy', `line ${i}`);
      if (i % 10 === 0) await sleep(1);
    }
    cancel();
    const messages = await stream.until(m => m.at(-1)?.event === 'end');
    expect(
      messages.filter(m => m.event === 'log').map(m => m.data.line),
    ).toEqual(Array.from({ length: 200 }, (_, i) => `line ${i}`));
  });

  it('keeps quiet connections open with comments', async () => {
    await start({ heartbeatMs: 20 });
    const stream = openStream(url());
    await stream.until(() => stream.comments.length >= 3);
    expect(stream.comments).toContain('heartbeat');
    stream.close();
  });

  it('unsubscribes when the client disconnects', async () => {
    await start();
    const stream = openStream(url());
    await stream.until(m => m.length === 1);
    expect(api.engine.following).toBe(1);
    stream.close();
    for (let i = 0; i < 50 && api.engine.following > 0; i++) await sleep(20);
    expect(api.engine.following).toBe(0);
  });

  it('does not buffer in memory for a client that does not read', async () => {
    await start();
    const reads = jest.spyOn(api.engine, 'logs');
    for (let seq = 1; seq <= 30_000; seq++) {
      api.engine.lines.push({
        deploymentId: id,
        seq,
        stepId: 'deploy',
        at: '2026-03-02T10:00:00Z',
        line: 'x'.repeat(300),
      });
    }
    const req = http.get(url(), {
      headers: { Accept: 'text/event-stream', Authorization: as(ANA) },
    });
    const res = await new Promise<http.IncomingMessage>(resolve =>
      req.on('response', resolve),
    );
    res.pause();
    await sleep(500);
    const pages = reads.mock.calls.length;
    await sleep(300);
    expect(reads.mock.calls.length).toBe(pages);
    expect(pages).toBeLessThan(60);
    req.destroy();
  });

  it('sends progress when it changes, not at each poll', async () => {
    await start();
    const [staging] = model.environments;
    const { version } = (await api.engine.get(id))!;
    api.engine.apply(id, {
      type: 'start',
      snapshot: toSnapshot(CHECKOUT, staging.name, version),
      planHash: 'hash',
      fence: 1,
    });
    api.engine.apply(id, { type: 'startStep', stepId: 'deploy', attempt: 1 });
    const poll = (message: string) =>
      api.engine.apply(id, {
        type: 'reportStep',
        stepId: 'deploy',
        attempt: 1,
        result: { state: 'running', pollAfterMs: 5_000, message },
        random: 0,
      });
    ['Watching', 'Watching', 'It fails', 'It fails'].forEach(poll);
    const stream = openStream(url());
    const progress = () =>
      stream.messages
        .filter(({ data }) => data.type === 'stepProgressed')
        .map(({ data }) => data.message);
    await stream.until(() => progress().length === 2);
    stream.close();
    const { body } = await request(server)
      .get(`/deployments/${id}/events`)
      .set('Authorization', as(ANA))
      .set('Accept', 'application/json');
    const listed = body.items
      .filter(({ type }: { type: string }) => type === 'stepProgressed')
      .map(({ message }: { message: string }) => message);
    expect(listed).toEqual(progress());
    expect(listed).toEqual([
      expect.stringContaining('Watching'),
      expect.stringContaining('It fails'),
    ]);
  });

  it('ends when the backend stops, so that the server does not wait for it', async () => {
    await start();
    const stream = openStream(url());
    await stream.until(m => m.length === 1);
    await api.shutDown();
    await stream.closed;
    expect(types(stream.messages)).not.toContain('end');
    const late = await request(server)
      .get(`/deployments/${id}/events`)
      .set('Authorization', as(ANA))
      .set('Accept', 'text/event-stream');
    expect(late.status).toBe(503);
  });

  it('ends after the maximum duration, so that the client must be authorised again', async () => {
    await start({ maxDurationMs: 50 });
    const stream = openStream(url());
    await stream.closed;
    expect(types(stream.messages)).toEqual(['event']);
  });

  it('is rejected beyond the limit of streams per user', async () => {
    await start({ maxPerPrincipal: 2 });
    const open = [openStream(url()), openStream(url())];
    await Promise.all(open.map(stream => stream.until(m => m.length === 1)));
    const third = await request(server)
      .get(`/deployments/${id}/events`)
      .set('Authorization', as(ANA))
      .set('Accept', 'text/event-stream');
    expect(third.status).toBe(429);
    expect(third.body.error.name).toBe('TooManyRequestsError');
    const other = openStream(url(), { Authorization: as(CARLA) });
    await other.until(m => m.length === 1);
    other.close();
    open[0].close();
    await sleep(50);
    const again = openStream(url());
    await again.until(m => m.length === 1);
    again.close();
    open[1].close();
  });

  it.each([
    [400, 'e1.m2', ANA],
    [400, "1' OR 1=1", ANA],
    [404, 'e1.m0.l0', 'user:default/blind'],
  ])(
    'responds with %i to Last-Event-ID %s of %s',
    async (status, last, user) => {
      await start();
      const res = await request(server)
        .get(`/deployments/${id}/events`)
        .set('Authorization', as(user))
        .set('Accept', 'text/event-stream')
        .set('Last-Event-ID', last);
      expect(res.status).toBe(status);
      expect(res.headers['content-type']).toContain('application/json');
    },
  );
});
