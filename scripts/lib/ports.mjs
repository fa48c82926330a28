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
 * Whether the port is in use on either loopback address: a server on `::1` alone
 * would get the browser's requests to `localhost`.
 */
export async function isTaken(port) {
  const results = await Promise.all([
    accepts('127.0.0.1', port),
    accepts('::1', port),
  ]);
  return results.includes(true);
}

/**
 * Says which port is in use and what to do; undefined if it is free.
 *
 * @param {number} port
 * @param {string} what - Who needs it, e.g. `app`.
 * @param {string} variable - The environment variable that changes it.
 */
export async function explainTaken(port, what, variable) {
  return (await isTaken(port))
    ? `Port ${port}, which the ${what} needs, is in use. Stop the program that uses it, or set ${variable} to another port.`
    : undefined;
}

/** Finds a port that is not in use now. */
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
