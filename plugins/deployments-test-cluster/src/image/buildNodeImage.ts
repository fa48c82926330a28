import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { locateSource } from '../locateSource';
import { ImageFile } from './packFiles';
import { ImageContent } from './writeImage';

/** The HTTP server of the example organisation's services. */
const SERVER = locateSource('../../../examples/services/server.mjs');

/** Port on which the example service listens. */
export const SERVICE_PORT = 8080;

/** How an image of the example service behaves. */
export type ServiceBehaviour =
  /** Responds, and is ready immediately. */
  | 'healthy'
  /** Prints an exception and exits with code 3. */
  | 'crashing'
  /** Allocates 50 MB a second without end. With a memory limit, the container is killed. */
  | 'leaking'
  /** Runs, and `/healthz` never reports that it is ready. */
  | 'never-ready'
  /** Is ready 8 s after its start. */
  | 'slow-start'
  /** Responds with 500 to half of all requests. */
  | 'failing';

const BEHAVIOURS: Record<ServiceBehaviour, Record<string, string>> = {
  healthy: {},
  crashing: { CRASH: '3' },
  leaking: { LEAK_MB_PER_S: '50', LEAK_MAX_MB: '100000' },
  'never-ready': { READY_AFTER_MS: String(10 * 365 * 24 * 60 * 60 * 1000) },
  'slow-start': { READY_AFTER_MS: '8000' },
  failing: { ERROR_RATE: '0.5' },
};

/** Lists the shared libraries of a program, with the loader. */
function listLibraries(program: string): string[] {
  const output = execFileSync('ldd', [program], { encoding: 'utf8' });
  return output.split('\n').flatMap(line => {
    const path = line.match(/(?:=> |^\s*)(\/\S+) \(0x/)?.[1];
    return path ? [path] : [];
  });
}

let nodeFiles: ImageFile[] | undefined;

/** Reads this process' own Node and the libraries that it needs. */
function readNode(): ImageFile[] {
  nodeFiles ??= [
    {
      path: '/usr/bin/node',
      content: readFileSync(process.execPath),
      mode: 0o755,
    },
    ...listLibraries(process.execPath).map(path => ({
      path,
      content: readFileSync(path),
      mode: 0o755,
    })),
  ];
  return nodeFiles;
}

/**
 * Builds an image of the example service: this machine's Node with its libraries and `examples/services/server.mjs`. All of
 * them share one layer; version and behaviour are environment variables.
 *
 * @param options - `version`: what `/version` reports; `name`: the service's name, `service` if undefined; `env`: more
 *   variables, as `server.mjs` describes them
 */
export function buildNodeImage(options: {
  version: string;
  name?: string;
  behaviour?: ServiceBehaviour;
  env?: Record<string, string>;
}): ImageContent {
  return {
    entrypoint: ['/usr/bin/node', '/app/server.mjs'],
    files: [
      ...readNode(),
      { path: '/app/server.mjs', content: readFileSync(SERVER) },
    ],
    env: {
      HOST: '0.0.0.0',
      PORT: String(SERVICE_PORT),
      SERVICE_NAME: options.name ?? 'service',
      SERVICE_VERSION: options.version,
      ...BEHAVIOURS[options.behaviour ?? 'healthy'],
      ...options.env,
    },
  };
}
