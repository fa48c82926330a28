import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { REGISTRY_PROGRAM } from './describeWithRegistry';
import { RegistryPusher } from './registryPusher';
import {
  type RegistryLogin,
  startTokenServer,
  type TokenServer,
} from './startTokenServer';

const START_TIMEOUT_MS = 20_000;

/** A running registry. */
export interface StartedRegistry {
  /** Base URL, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** Host and port, as in image references. */
  host: string;
  /** Puts images into it. */
  pusher: RegistryPusher;
  /** Its token server, if it requires a login. */
  tokenServer?: TokenServer;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts Debian's registry on a free loopback port with data of its own. It speaks plain HTTP.
 *
 * @param options - With `login`, reading needs a token of its token server, which lets this user in.
 */
export async function startRegistry(
  options: { login?: RegistryLogin } = {},
): Promise<StartedRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-registry-'));
  const tokenServer = options.login && (await startTokenServer(options.login));
  const settings = join(folder, 'registry.yaml');
  const roots = join(folder, 'token-roots.pem');
  if (tokenServer) writeFileSync(roots, tokenServer.rootCertificates);
  // JSON is also YAML.
  writeFileSync(
    settings,
    JSON.stringify({
      version: '0.1',
      storage: {
        filesystem: { rootdirectory: join(folder, 'data') },
        delete: { enabled: true },
      },
      http: { addr: '127.0.0.1:0' },
      log: { level: 'info', accesslog: { disabled: true } },
      ...(tokenServer
        ? {
            auth: {
              token: {
                realm: tokenServer.realm,
                service: tokenServer.service,
                issuer: tokenServer.issuer,
                rootcertbundle: roots,
              },
            },
          }
        : {}),
    }),
  );
  const child = spawn(REGISTRY_PROGRAM, ['serve', settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Also if a test is interrupted.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      kill();
      await ended;
    }
    await tokenServer?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const host = await readAddress(child);
    const url = `http://${host}`;
    return {
      url,
      host,
      pusher: new RegistryPusher(url, tokenServer),
      ...(tokenServer ? { tokenServer } : {}),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The registry chooses a free port, and logs it once it listens there. */
async function readAddress(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error('The registry has no log');
  const lines = createInterface({ input: stderr });
  const log: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`The registry ${why}: ${log.join('\n').slice(-2_000)}`));
    const timer = setTimeout(
      () => fail('did not start in time'),
      START_TIMEOUT_MS,
    );
    child.once('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      fail('ended');
    });
    lines.on('line', line => {
      log.push(line);
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address) {
        clearTimeout(timer);
        resolve(address);
      }
    });
  });
}
