import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { ClusterDescription } from './clusterDescription';
import { enterNode, spawnLogged } from './nodeProcess';
import { pollUntil } from './pollUntil';

const START_TIMEOUT_MS = 10_000;

/**
 * Makes a port of the cluster's network namespace available on the same loopback port of the machine, e.g. for a browser. A
 * socket in the cluster's folder connects the two, because files are the same on both sides.
 *
 * @returns A function that stops it.
 * @throws If the port is in use on this machine.
 */
export async function publishPort(
  { folder, nodePid }: ClusterDescription,
  port: number,
): Promise<() => Promise<void>> {
  const path = join(folder, `port-${port}.socket`);
  rmSync(path, { force: true });
  spawnLogged(
    folder,
    `port-${port}`,
    // In the namespaces of the node it ends with the node.
    enterNode(nodePid, 'all', 'socat', [
      `UNIX-LISTEN:${path},fork`,
      `TCP:127.0.0.1:${port}`,
    ]),
  );
  const isListening = await pollUntil(
    () => (existsSync(path) ? true : undefined),
    { intervalMs: 50, timeoutMs: START_TIMEOUT_MS },
  );
  if (!isListening) throw new Error(`Port ${port} could not be published`);

  const connections = new Set<Socket>();
  const server = createServer(incoming => {
    const outgoing = connect({ path });
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ]) {
      connections.add(socket);
      socket.pipe(other);
      socket.once('error', () => other.destroy());
      socket.once('close', () => connections.delete(socket));
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of connections) socket.destroy();
    await closed;
  };
}
