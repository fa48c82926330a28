import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@backstage/types';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { parseSettings } from '../config/__testUtils__/parseSettings';
import { createRenderer } from '../domain/goldenPath/renderTemplates';
import { jsonCheck } from './jsonCheck';

const SECRET = 'hunter2-hunter2';

describe('the check provider json', () => {
  let server: Server;
  let url: string;
  let answer: (response: ServerResponse) => void;
  let received: { incoming: IncomingMessage; body: string }[];

  beforeEach(async () => {
    received = [];
    server = createServer(async (incoming, response) => {
      let body = '';
      for await (const chunk of incoming) body += chunk;
      received.push({ incoming, body });
      answer(response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });

  const respondWith = (body: unknown, status = 200) => {
    answer = response => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  };
  const measure = (settings: JsonObject) =>
    jsonCheck.measure({
      service: 'component:default/a',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      with: parseSettings(jsonCheck.schema, { url, ...settings }),
      target: new TestTarget(),
      version: { id: 'v', name: '1', artifact: 'sha256:1' },
      from: 0,
      to: 60_000,
      deadline: Date.now() + 5_000,
      signal: AbortSignal.timeout(5_000),
    });

  const DATADOG = {
    status: 'ok',
    series: [
      {
        pointlist: [
          [1000, 0.5],
          [2000, 0.25],
        ],
        scope: 'service:shop',
      },
    ],
  };

  it.each([
    [
      'the last point',
      { value: '$.series[0].pointlist[-1][1]' },
      { value: 0.25 },
    ],
    [
      'a filtered series',
      { value: "$.series[?@.scope=='service:shop'].pointlist[0][1]" },
      { value: 0.5 },
    ],
    ['a text', { text: '$.status' }, { text: 'ok' }],
    [
      'both',
      { value: '$.series[0].pointlist[0][1]', text: '$.status' },
      { value: 0.5, text: 'ok' },
    ],
    ['no match', { value: '$.series[7].pointlist[-1][1]' }, undefined],
    [
      'no match of one of both',
      { value: '$.series[0].pointlist[0][1]', text: '$.reason' },
      undefined,
    ],
    [
      'a sample size',
      {
        value: '$.series[0].pointlist[0][1]',
        samples: '$.series[0].pointlist[0][0]',
      },
      { value: 0.5, samples: 1000 },
    ],
    [
      'no sample size',
      { value: '$.series[0].pointlist[0][1]', samples: '$.count' },
      { value: 0.5, samples: 0 },
    ],
  ])('reads %s', async (_, settings, expected) => {
    respondWith(DATADOG);
    expect(await measure(settings)).toEqual(expected);
  });

  it('treats null as no data', async () => {
    respondWith({ value: null });
    expect(await measure({ value: '$.value' })).toBeUndefined();
  });

  it.each([
    [
      'several matches',
      { value: '$.series[0].pointlist[*][1]' },
      'The path in "value" matches 2 values',
    ],
    [
      'a text instead of a number',
      { value: '$.status' },
      'leads to a text in the response, not to a number',
    ],
    [
      'a list instead of a text',
      { text: '$.series' },
      'leads to a list in the response, not to a text',
    ],
    [
      'an object instead of a number',
      { value: '$.series[0]' },
      'leads to an object',
    ],
  ])('rejects %s', async (_, settings, message) => {
    respondWith(DATADOG);
    await expect(measure(settings)).rejects.toThrow(message);
  });

  it('sends a body as JSON, and headers', async () => {
    respondWith({ value: 1 });
    await measure({
      method: 'POST',
      headers: { 'API-Key': SECRET },
      body: { query: 'query($q: Nrql!) { x }', variables: { q: "a 'b'" } },
      value: '$.value',
    });
    const [{ incoming, body }] = received;
    expect(incoming.method).toBe('POST');
    expect(incoming.headers).toMatchObject({
      'api-key': SECRET,
      'content-type': 'application/json',
    });
    expect(JSON.parse(body)).toEqual({
      query: 'query($q: Nrql!) { x }',
      variables: { q: "a 'b'" },
    });
  });

  it.each([
    ['a status', 'no', 429, 'responded with the status 429'],
    [
      'a redirect',
      '',
      302,
      'redirects to another address (status 302), which is not followed',
    ],
    ['another format', '<html>', 200, 'sent something other than JSON'],
    ['half a response', '{"value":', 200, 'sent something other than JSON'],
    [
      'a large response',
      JSON.stringify({ value: 1, x: 'x'.repeat(300_000) }),
      200,
      'more than 256 KB',
    ],
  ])('throws for %s, without secrets', async (_, body, status, message) => {
    respondWith(`${body}`, status);
    const attempt = measure({
      url: `${url}?key=${SECRET}`,
      headers: { authorization: SECRET },
      value: '$.value',
    });
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.not.toThrow(SECRET);
    expect(received).toHaveLength(1);
  });

  it('throws if there is no response, without secrets', async () => {
    answer = () => {};
    const settings = { url: `${url}?key=${SECRET}`, value: '$.value' };
    await expect(measure({ ...settings, timeoutMs: 50 })).rejects.toThrow(
      /^127\.0\.0\.1:\d+ sent no response within 50 ms$/,
    );
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    const attempt = measure(settings);
    await expect(attempt).rejects.toThrow('ECONNREFUSED');
    await expect(attempt).rejects.not.toThrow(SECRET);
  });

  it.each([
    ['neither value nor text', {}, 'expected the path of a number'],
    [
      'samples alone',
      { text: '$.a', samples: '$.b' },
      'has no meaning without "value"',
    ],
    ['a path that is none', { value: 'series[0]' }, 'expected a JSONPath'],
    ['code in a path', { value: '$[(1+1)]' }, 'expected a JSONPath'],
    [
      'a body of a GET request',
      { value: '$.a', body: 'x' },
      'can only be sent with method: POST',
    ],
    [
      'a host from a template',
      { url: 'https://{{ inputs.host }}/', value: '$.a' },
      'must start with http',
    ],
  ])('rejects %s', (_, settings, message) => {
    expect(() =>
      parseSettings(jsonCheck.schema, {
        url: 'https://a.example',
        ...settings,
      }),
    ).toThrow(message);
  });

  it.each([
    ['candidate', { body: { q: 'v={{ version.name }}' }, method: 'POST' }],
    ['candidate', { url: 'https://a.example/?q={{candidate.id}}' }],
    ['baseline', { url: 'https://a.example/?q={{ baseline.id }}' }],
    ['service', { url: 'https://a.example/?q={{ service.name }}' }],
    ['candidate', { of: 'candidate' }],
  ])('measures the %s with %j', (measurementTarget, settings) => {
    const parsed = parseSettings(jsonCheck.schema, {
      url: 'https://a.example/',
      value: '$.a',
      ...settings,
    });
    expect(jsonCheck.describe(parsed)).toMatchObject({ measurementTarget });
    expect(jsonCheck.separatesCandidate(parsed)).toBe(
      measurementTarget === 'candidate',
    );
  });

  it.each([
    ['1.4.2+build-7', 'rendered'],
    ['a} or {b', 'missing'],
    ["a' OR 'b", 'missing'],
    ['a\nb', 'missing'],
  ])(
    'fills in %j only if no query language gives it a meaning',
    (name, result) => {
      const render = (settings: JsonObject) =>
        createRenderer(() => new Map([['key', 'any "character"']])).render(
          { ...settings, headers: { key: '{{ secrets.key }}' } },
          {
            id: 'd',
            service: 'component:default/a',
            environment: 'e',
            inputs: {},
          },
          { version: { id: 'v', name, artifact: 'a' } },
          jsonCheck.escapeValue,
        );
      expect(render({ body: { q: '{{ version.name }}' } })).toMatchObject({
        result,
      });
      expect(render({ url: 'https://a/?q={{ version.name }}' })).toMatchObject({
        result,
      });
      expect(render({ value: "$[?@.v=='{{ version.name }}']" })).toMatchObject({
        result,
      });
    },
  );
});
