/**
 * Sends requests on kept-alive connections, in a process of its own, and prints a `LoadResult` as JSON:
 * `loadGenerator.ts <LoadOptions as JSON>`. It writes to sockets directly, so that it takes less time than what it
 * measures.
 */
import { connect, type Socket } from 'node:net';
import { quantiles, type Quantiles } from '../lib/quantiles';

/** What to send. */
export interface LoadOptions {
  port: number;
  /** Requests a second, whether earlier ones were answered or not; absent: the next one after each response. */
  rate?: number;
  connections: number;
  seconds: number;
  method: 'GET' | 'POST';
}

/** What was measured. */
export interface LoadResult {
  perSecond: number;
  errors: number;
  /** Requests that could not be sent because all connections were busy. */
  skipped: number;
  /** From writing a request to reading the whole response, in milliseconds. */
  latency?: Quantiles;
}

interface Connection {
  send(): void;
}

const REQUEST_BODY = '{"quantity":1}';

function open(
  { port, method }: LoadOptions,
  onResponse: (connection: Connection, ms: number, isError: boolean) => void,
): Promise<Connection> {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let cookie = '';
  let received = '';
  let sentAt = 0;
  const connection: Connection = {
    send() {
      sentAt = performance.now();
      socket.write(
        `${method} /cart?user=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: slipway-bench\r\nAccept: */*\r\n${cookie}${
          method === 'POST'
            ? `Content-Type: application/json\r\nContent-Length: ${REQUEST_BODY.length}\r\n\r\n${REQUEST_BODY}`
            : '\r\n'
        }`,
      );
    },
  };
  socket.on('data', chunk => {
    received += chunk.latin1Slice();
    const headLength = received.indexOf('\r\n\r\n') + 4;
    if (headLength < 4) return;
    const head = received.slice(0, headLength);
    const length = /content-length: *(\d+)/i.exec(head);
    if (!length) throw new Error(`No Content-Length: ${head}`);
    if (received.length < headLength + Number(length[1])) return;
    received = '';
    const set = /set-cookie: *([^;\r]+)/i.exec(head);
    if (set) cookie = `Cookie: ${set[1]}\r\n`;
    onResponse(
      connection,
      performance.now() - sentAt,
      !head.startsWith('HTTP/1.1 200'),
    );
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve(connection));
  });
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const { connections, rate, seconds } = options;
  const latencies: number[] = [];
  const idle: Connection[] = [];
  let errors = 0;
  let skipped = 0;
  let until = Infinity;
  const all = await Promise.all(
    Array.from({ length: connections }, () =>
      open(options, (connection, ms, isError) => {
        latencies.push(ms);
        if (isError) errors += 1;
        if (rate === undefined && performance.now() < until) connection.send();
        else idle.push(connection);
      }),
    ),
  );
  const startedAt = performance.now();
  until = startedAt + seconds * 1_000;
  if (rate === undefined) {
    for (const connection of all) connection.send();
  } else {
    idle.push(...all);
    let sent = 0;
    const sendDue = () => {
      const now = performance.now();
      for (; startedAt + (sent * 1_000) / rate <= now; sent++) {
        const connection = idle.shift();
        if (connection) connection.send();
        else skipped += 1;
      }
      if (now < until) setTimeout(sendDue, 0.5);
    };
    sendDue();
  }
  await new Promise(resolve => setTimeout(resolve, seconds * 1_000 + 200));
  return {
    perSecond: latencies.length / seconds,
    errors,
    skipped,
    latency: quantiles(latencies),
  };
}

run(JSON.parse(process.argv[2] ?? '{}')).then(
  result => {
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  error => {
    console.error(error);
    process.exit(1);
  },
);
