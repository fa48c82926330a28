import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Runs a program and returns its standard output; its error output is part of the error if it fails. */
function run(command, args, { input, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', chunk => {
      output += chunk;
    });
    child.stderr.on('data', chunk => {
      errors += chunk;
    });
    child.once('error', error =>
      reject(
        error.code === 'ENOENT'
          ? new Error(`${command} is not installed.`)
          : error,
      ),
    );
    child.once('close', code =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(' ')} failed:\n${errors}`)),
    );
    child.stdin?.end(input);
  });
}

/** Runs Node programs of this repository in the same way. */
export const runNodeProgram = (args, options) =>
  run(process.execPath, args, options);

/**
 * Creates a function that runs kubectl and returns its standard output.
 *
 * @param {string} kubeconfig - One or several files, as in KUBECONFIG.
 * @returns {(args: string[], input?: string) => Promise<string>}
 */
export function createKubectl(kubeconfig) {
  return (args, input) =>
    run('kubectl', args, { input, env: { KUBECONFIG: kubeconfig } });
}

/**
 * Creates a function that builds an image of the example service with Docker, pushes it, and returns its reference by
 * digest. The variables of a version are part of its image.
 *
 * @param {string} registry - Prefix of the images, e.g. `registry.example.com/slipway-demo`.
 */
export function pushWithDocker(registry) {
  return async ({ name, tag, env }) => {
    const repository = `${registry}/${name}`;
    const reference = `${repository}:${tag}`;
    const variables = Object.entries(env).map(
      ([key, value]) => `ENV ${key}=${JSON.stringify(value)}`,
    );
    const recipe = [
      'FROM docker.io/library/node:20-slim',
      'COPY server.mjs /app/server.mjs',
      ...variables,
      'USER node',
      'ENTRYPOINT ["node", "/app/server.mjs"]',
    ].join('\n');
    const folder = join(root, 'examples/services');
    await run(
      'docker',
      ['build', '--quiet', '--tag', reference, '--file', '-', folder],
      { input: recipe },
    );
    await run('docker', ['push', '--quiet', reference]);
    const digests = JSON.parse(
      await run('docker', [
        ...['image', 'inspect', '--format', '{{json .RepoDigests}}'],
        reference,
      ]),
    );
    const digest = digests.find(it => it.startsWith(`${repository}@`));
    if (!digest) throw new Error(`Docker reports no digest of ${reference}.`);
    return digest;
  };
}
