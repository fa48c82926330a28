import { connect, createServer } from 'node:net';

function accepts(host, port) {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Whether someone listens on the port, on either loopback address: a server on
 * `::1` alone would take our browser's requests to `localhost`.
 */
export async function isTaken(port) {
  const answers = await Promise.all([
    accepts('127.0.0.1', port),
    accepts('::1', port),
  ]);
  return answers.includes(true);
}

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
