import type {
  Deployment,
  LogLine,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { DeploymentsApiClient } from '../../../api/DeploymentsApiClient';
import { deployment } from '../../../__testUtils__/fixtures';
import {
  answers,
  BASE_URL,
  refusal,
  server,
  TestStream,
  withServer,
} from '../../../__testUtils__/server';
import {
  EMPTY_VIEW,
  watchDeployment,
  type DeploymentView,
  type WatchTimes,
} from './watchDeployment';

const TIMES: Partial<WatchTimes> = {
  refetchDelay: 5,
  measuredDelay: 15,
  pollInterval: 20,
  pollFor: 10_000,
  backoff: { first: 5, most: 20 },
  publishDelay: 1,
};

const measurement = (seq: number): Measurement => ({
  seq,
  stepId: 'watch',
  check: 'p95',
  at: '2026-11-21T10:01:00Z',
  value: 100 + seq,
  outcome: 'passed',
});
const line = (seq: number): LogLine => ({
  seq,
  stepId: 'watch',
  at: '2026-11-21T10:01:00Z',
  line: `line ${seq}`,
});
const event = (seq: number) => ({
  seq,
  at: '2026-11-21T10:01:00Z',
  type: 'stepSucceeded',
  message: `event ${seq}`,
});
const seqs = (items: { seq: number }[]) => items.map(({ seq }) => seq);

withServer();

let stop: (() => void) | undefined;
afterEach(() => stop?.());

/** What the server holds. */
interface Stored {
  deployment: Deployment;
  measurements: Measurement[];
  lines: LogLine[];
}

function watch(stored: Stored, stream: TestStream) {
  const after = (request: Request) =>
    Number(new URL(request.url).searchParams.get('after') ?? -1);
  server.use(
    answers('/deployments/:id', () => stored.deployment),
    answers('/deployments/:id/measurements', request => ({
      items: stored.measurements.filter(({ seq }) => seq > after(request)),
    })),
    answers('/deployments/:id/logs', request => ({
      items: stored.lines.filter(({ seq }) => seq > after(request)),
      truncated: false,
    })),
    stream.handler(),
  );
  stream.backlog = () => [
    ...stored.measurements.map(
      item => ['measurement', item] as [string, object],
    ),
    ...stored.lines.map(item => ['log', item] as [string, object]),
  ];
  const views: DeploymentView[] = [];
  const watching = watchDeployment({
    api: new DeploymentsApiClient({
      discoveryApi: { getBaseUrl: async () => BASE_URL },
      fetchApi: { fetch },
    }),
    id: 'd1',
    onChange: view => views.push(view),
    times: TIMES,
  });
  stop = watching.stop;
  return {
    now: () => views[views.length - 1] ?? EMPTY_VIEW,
    connections: () => [...new Set(views.map(view => view.connection))],
  };
}

const stored = (): Stored => ({
  deployment: deployment(),
  measurements: [measurement(1)],
  lines: [line(1)],
});

describe('watching a deployment', () => {
  it('shows the loaded state and appends streamed events', async () => {
    const stream = new TestStream();
    const view = watch(stored(), stream);
    await waitFor(() => expect(view.now().connection).toBe('live'));
    expect(view.now().deployment?.status).toBe('running');

    stream.send('measurement', measurement(2));
    stream.send('log', line(2));
    await waitFor(() => {
      expect(seqs(view.now().measurements)).toEqual([1, 2]);
      expect(seqs(view.now().logLines)).toEqual([1, 2]);
    });
  });

  it('reloads the deployment after an event, because the server’s state is the truth', async () => {
    const stream = new TestStream();
    const data = stored();
    const view = watch(data, stream);
    await waitFor(() => expect(view.now().connection).toBe('live'));

    data.deployment = deployment({ status: 'waiting', seq: 4 });
    stream.send('event', event(4), '4');
    await waitFor(() => expect(view.now().deployment?.status).toBe('waiting'));
    expect(seqs(view.now().events)).toEqual([4]);
  });

  it('resumes after the last event and shows nothing twice', async () => {
    const stream = new TestStream();
    const data = stored();
    const view = watch(data, stream);
    await waitFor(() => expect(view.now().connection).toBe('live'));
    stream.send('event', event(4), '4');
    stream.send('measurement', measurement(2));
    await waitFor(() => expect(seqs(view.now().measurements)).toEqual([1, 2]));

    // While the connection is away, things happen; afterwards the server sends some of them again.
    data.measurements = [1, 2, 3].map(measurement);
    data.lines = [1, 2].map(line);
    stream.cut();
    await waitFor(() => expect(stream.lastEventIds).toEqual([null, '4']));
    await waitFor(() => expect(view.now().connection).toBe('live'));
    stream.send('event', event(4), '4');
    stream.send('measurement', measurement(2));
    stream.send('measurement', measurement(4));
    await waitFor(() =>
      expect(seqs(view.now().measurements)).toEqual([1, 2, 3, 4]),
    );
    expect(seqs(view.now().events)).toEqual([4]);
    expect(seqs(view.now().logLines)).toEqual([1, 2]);
    expect(view.connections()).toContain('reconnecting');
  });

  it('polls when streaming fails twice', async () => {
    const stream = new TestStream();
    stream.broken = true;
    const data = stored();
    const view = watch(data, stream);
    await waitFor(() => expect(view.now().connection).toBe('polling'));
    data.measurements = [1, 2].map(measurement);
    await waitFor(() => expect(seqs(view.now().measurements)).toEqual([1, 2]));

    data.deployment = deployment({ status: 'succeeded', seq: 9 });
    await waitFor(() => expect(view.now().connection).toBe('ended'));
    expect(view.now().deployment?.status).toBe('succeeded');
  });

  it('keeps the view while the backend is away, and continues when it is back', async () => {
    const stream = new TestStream();
    const data = stored();
    const view = watch(data, stream);
    await waitFor(() => expect(view.now().connection).toBe('live'));

    const away = http.all(`${BASE_URL}/*`, () => HttpResponse.error());
    server.use(away);
    stream.cut();
    await waitFor(() => expect(view.now().connection).toBe('reconnecting'));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(view.now().deployment?.status).toBe('running');
    expect(view.now().error).toBeUndefined();

    data.deployment = deployment({ status: 'waiting', seq: 5 });
    server.resetHandlers();
    const back = watchHandlers(data, stream);
    server.use(...back);
    await waitFor(() => expect(view.now().connection).toBe('live'));
    expect(view.now().deployment?.status).toBe('waiting');
  });

  it('says why the deployment was never loaded, and loads it when the backend is back', async () => {
    const stream = new TestStream();
    const data = stored();
    const view = watch(data, stream);
    server.use(
      http.all(`${BASE_URL}/*`, () =>
        HttpResponse.json(
          { error: { name: 'Error', message: 'The database is away' } },
          { status: 503 },
        ),
      ),
    );
    await waitFor(() =>
      expect(view.now().failure?.message).toContain('The database is away'),
    );
    expect(view.now().error).toBeUndefined();

    server.resetHandlers();
    server.use(...watchHandlers(data, stream));
    await waitFor(() => expect(view.now().deployment).toBeDefined());
  });

  it('ends with the stream, after a last reload', async () => {
    const stream = new TestStream();
    const data = stored();
    const view = watch(data, stream);
    await waitFor(() => expect(view.now().connection).toBe('live'));
    data.deployment = deployment({ status: 'succeeded', seq: 9 });
    stream.end();
    await waitFor(() => expect(view.now().connection).toBe('ended'));
    expect(view.now().deployment?.status).toBe('succeeded');
  });

  it('reports a deployment that does not exist', async () => {
    server.use(
      http.get(`${BASE_URL}/*`, () =>
        refusal(404, 'NotFoundError', 'There is no deployment d1'),
      ),
    );
    let view = EMPTY_VIEW;
    stop = watchDeployment({
      api: new DeploymentsApiClient({
        discoveryApi: { getBaseUrl: async () => BASE_URL },
        fetchApi: { fetch },
      }),
      id: 'd1',
      onChange: next => {
        view = next;
      },
      times: TIMES,
    }).stop;
    await waitFor(() => expect(view.error?.name).toBe('NotFoundError'));
    expect(view.error?.message).toBe('There is no deployment d1');
  });
});

function watchHandlers(data: Stored, stream: TestStream) {
  return [
    answers('/deployments/:id', () => data.deployment),
    answers('/deployments/:id/measurements', () => ({
      items: data.measurements,
    })),
    answers('/deployments/:id/logs', () => ({
      items: data.lines,
      truncated: false,
    })),
    stream.handler(),
  ];
}
