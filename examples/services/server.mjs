/**
 * One small HTTP server for all services of the example organisation. Environment variables define how it behaves, so a
 * "version" is a set of variables: one that works, one that fails, one that is slow, one that does not start.
 *
 *   SERVICE_NAME, SERVICE_VERSION   name and version that it reports
 *   HOST, PORT                      address to listen on (127.0.0.1, 8080)
 *   READY_AFTER_MS                  /healthz returns 503 until then (0)
 *   LATENCY_MS, LATENCY_JITTER_MS   delay of each request, and maximum random addition (5, 10)
 *   ERROR_RATE                      share of requests that return 500, 0 to 1 (0)
 *   CRASH                           exits immediately with this code and a message on stderr
 *   LEAK_MB_PER_S, LEAK_MAX_MB      memory leak per second, and its maximum (0, 256)
 *   CALLS                           comma-separated URLs of services that each request calls first
 *   RESPONSE                        JSON object that / responds with instead of a page; each response gets a requestId
 *   DRAIN_MS                        how long requests in progress may take after SIGTERM (5000)
 *
 * /metrics has the numbers of requests and their latencies in the text format of Prometheus.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const number = (name, fallback) => {
  const value = process.env[name];
  if (value === undefined || value === '') return fallback;
  const parsed = Number(value);
  if (Number.isFinite(parsed) && parsed >= 0) return parsed;
  console.error(`${name} must be a number of at least 0, not "${value}"`);
  process.exit(2);
};

const name = process.env.SERVICE_NAME || 'service';
const version = process.env.SERVICE_VERSION || '0.0.0';
const host = process.env.HOST || '127.0.0.1';
const port = number('PORT', 8080);
const readyAfterMs = number('READY_AFTER_MS', 0);
const latencyMs = number('LATENCY_MS', 5);
const jitterMs = number('LATENCY_JITTER_MS', 10);
const errorRate = number('ERROR_RATE', 0);
const leakMbPerS = number('LEAK_MB_PER_S', 0);
const leakMaxMb = number('LEAK_MAX_MB', 256);
const drainMs = number('DRAIN_MS', 5000);
const responseBody = process.env.RESPONSE
  ? JSON.parse(process.env.RESPONSE)
  : undefined;
const calls = (process.env.CALLS || '').split(',').filter(Boolean);

if (process.env.CRASH) {
  console.error(`${name} ${version}: starting`);
  console.error(
    'Error: Cannot read properties of undefined (reading "currency")',
  );
  console.error('    at loadPriceRules (pricing/rules.js:41:23)');
  process.exit(number('CRASH', 1));
}

const startedAt = Date.now();
const isReady = () => Date.now() - startedAt >= readyAfterMs;
let stopping = false;

/** Chooses a colour for each version, so that a visitor sees which one responds. */
function chooseColour(text) {
  let hash = 0;
  for (const character of text) {
    hash = (hash * 31 + character.codePointAt(0)) % 360;
  }
  return `hsl(${hash} 60% 32%)`;
}

const escape = text =>
  text.replace(
    /[&<>"]/g,
    found => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[found]),
  );

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(name)} ${escape(version)}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; text-align: center;
         font-family: system-ui, sans-serif; color: #fff; background: ${chooseColour(
           version,
         )}; }
  h1 { margin: 0; font-size: 3rem; }
  p { margin: .5rem; font-size: 1.5rem; }
</style>
<h1>${escape(name)}</h1>
<p>version ${escape(version)}</p>
</html>
`;

/** Requests by status since the start. Statuses that matter are there from the start, so that increases are counted. */
const requests = new Map([200, 404, 500, 502].map(status => [status, 0]));
const BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Requests by the upper bound of their bucket. */
const buckets = new Map([...BUCKETS_S, Infinity].map(bound => [bound, 0]));
let totalSeconds = 0;

function countRequest(status, seconds) {
  requests.set(status, (requests.get(status) ?? 0) + 1);
  totalSeconds += seconds;
  for (const [bound, count] of buckets) {
    if (seconds <= bound) buckets.set(bound, count + 1);
  }
}

function formatMetrics() {
  const duration = 'http_request_duration_seconds';
  return `${[
    '# HELP http_requests_total Requests by status, without those for health, version and metrics.',
    '# TYPE http_requests_total counter',
    ...[...requests].map(
      ([status, count]) => `http_requests_total{code="${status}"} ${count}`,
    ),
    `# HELP ${duration} Time until the response.`,
    `# TYPE ${duration} histogram`,
    ...[...buckets].map(
      ([bound, count]) =>
        `${duration}_bucket{le="${
          bound === Infinity ? '+Inf' : bound
        }"} ${count}`,
    ),
    `${duration}_sum ${totalSeconds}`,
    `${duration}_count ${buckets.get(Infinity)}`,
  ].join('\n')}\n`;
}

function send(response, status, type, body) {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-service-version': version,
    'x-service-instance': `${hostname()}:${port}`,
  });
  response.end(body);
}

const sendJson = (response, status, value) =>
  send(response, status, 'application/json', `${JSON.stringify(value)}\n`);

async function callOthers() {
  const failed = [];
  await Promise.all(
    calls.map(async url => {
      try {
        const response = await fetch(url, {
          signal: AbortSignal.timeout(5000),
        });
        await response.arrayBuffer();
        if (!response.ok) failed.push(`${url} returned ${response.status}`);
      } catch (error) {
        failed.push(`${url}: ${error.message}`);
      }
    }),
  );
  return failed;
}

const server = http.createServer(async (request, response) => {
  if (stopping) response.setHeader('connection', 'close');
  const base = 'http://localhost';
  if (!URL.canParse(request.url, base)) {
    // E.g. `//`: an exception here would end the process.
    sendJson(response, 400, { error: 'the URL is not valid' });
    return;
  }
  const { pathname } = new URL(request.url, base);
  if (pathname === '/healthz') {
    const ready = isReady() && !stopping;
    sendJson(response, ready ? 200 : 503, {
      status: ready ? 'ok' : stopping ? 'stopping' : 'starting',
    });
    return;
  }
  if (pathname === '/version') {
    sendJson(response, 200, { service: name, version });
    return;
  }
  if (pathname === '/metrics') {
    send(response, 200, 'text/plain; version=0.0.4', formatMetrics());
    return;
  }
  const receivedAt = performance.now();
  response.once('finish', () =>
    countRequest(response.statusCode, (performance.now() - receivedAt) / 1000),
  );
  const delay = latencyMs + Math.random() * jitterMs;
  if (delay > 0) await sleep(delay);
  if (Math.random() < errorRate) {
    console.error(`${request.method} ${pathname}: price rule missing`);
    sendJson(response, 500, { error: 'price rule missing' });
    return;
  }
  const failed = await callOthers();
  if (failed.length > 0) {
    sendJson(response, 502, { error: 'a dependency failed', failed });
    return;
  }
  if (pathname === '/' && responseBody) {
    sendJson(response, 200, { ...responseBody, requestId: randomUUID() });
  } else if (pathname === '/') send(response, 200, 'text/html', page);
  else sendJson(response, 404, { error: 'not found' });
});

server.on('error', error => {
  console.error(`${name} ${version}: ${error.message}`);
  process.exit(1);
});

server.listen(port, host, () => {
  console.log(`${name} ${version} is listening on http://${host}:${port}`);
});

if (leakMbPerS > 0) {
  const kept = [];
  setInterval(() => {
    if (kept.length * leakMbPerS >= leakMaxMb) return;
    // Filled, because the system does not allocate memory that is never written.
    kept.push(Buffer.alloc(leakMbPerS * 1024 * 1024, 1));
  }, 1000).unref();
}

function stop() {
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), drainMs).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
