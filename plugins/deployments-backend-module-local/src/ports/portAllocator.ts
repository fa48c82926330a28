import net from 'node:net';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';

export interface PortAllocator {
  /**
   * A port that nobody listens on, reserved until released. `preferred` is taken when it is free.
   *
   * @throws EffectError `ports_exhausted`
   */
  claim(preferred?: number): Promise<number>;
  /** Marks a port as ours without looking, e.g. one that a process of ours already listens on. */
  reserve(port: number): void;
  release(port: number): void;
}

async function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}

/** Hands out ports of a range. A port that others use is skipped, and looked at again the next time round. */
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
    taken.add(port); // before looking, so that two claims cannot meet
    if (await isPortFree(host, port)) return true;
    taken.delete(port);
    return false;
  };

  return {
    async claim(preferred) {
      if (preferred !== undefined && (await take(preferred))) return preferred;
      for (let tries = 0; tries <= to - from; tries++) {
        const port = next;
        // Round and round, so that a port just given up is not the next one given out: requests on their way to the old
        // owner would reach the new one.
        next = next >= to ? from : next + 1;
        if (await take(port)) return port;
      }
      throw new EffectError(
        `No port is free between ${from} and ${to} on ${host}: widen deployments.local.ports, or stop what uses them`,
        { code: 'ports_exhausted', retryable: true },
      );
    },
    reserve: port => void taken.add(port),
    release: port => void taken.delete(port),
  };
}
