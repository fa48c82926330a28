import net from 'node:net';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';

/** Assigns ports of a range. */
export interface PortAllocator {
  /**
   * Returns a free port and reserves it until it is released: `preferred` if it is free.
   *
   * @throws EffectError `ports_exhausted`
   */
  claim(preferred?: number): Promise<number>;
  /** Reserves a port without a check, e.g. because one of our processes is listening on it. */
  reserve(port: number): void;
  release(port: number): void;
}

async function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** Creates an allocator. It skips ports that other programs use, and checks them again later. */
export function createPortAllocator(options: {
  host: string;
  from: number;
  to: number;
}): PortAllocator {
  const { host, from, to } = options;
  const taken = new Set<number>();
  let next = from;

  const take = async (port: number) => {
    if (taken.has(port)) return false;
    taken.add(port); // Before the check, so that two claims cannot get the same port.
    if (await isPortFree(host, port)) return true;
    taken.delete(port);
    return false;
  };

  return {
    async claim(preferred) {
      if (preferred !== undefined && (await take(preferred))) return preferred;
      for (let tries = 0; tries <= to - from; tries++) {
        const port = next;
        // Round-robin, so that a released port is not reused immediately: requests that are still on their way to the
        // old owner would reach the new one.
        next = next >= to ? from : next + 1;
        if (await take(port)) return port;
      }
      throw new EffectError(
        `No port is free between ${from} and ${to} on ${host}: extend deployments.local.ports, or stop the programs that use them`,
        { code: 'ports_exhausted', retryable: true },
      );
    },
    reserve: port => void taken.add(port),
    release: port => void taken.delete(port),
  };
}
