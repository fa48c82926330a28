import { join } from 'node:path';
import { root } from './paths.mjs';
import { runProgram } from './runProgram.mjs';

/**
 * Creates a function that builds an image of the example service with Docker, pushes it, and returns its reference by
 * digest. The variables of a version are part of its image.
 *
 * @param {string} registry - Prefix of the images, e.g. `registry.example.com/slipway-demo`.
 */
export function createDockerPush(registry) {
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
    await runProgram(
      'docker',
      ['build', '--quiet', '--tag', reference, '--file', '-', folder],
      { input: recipe },
    );
    await runProgram('docker', ['push', '--quiet', reference]);
    const digests = JSON.parse(
      await runProgram('docker', [
        ...['image', 'inspect', '--format', '{{json .RepoDigests}}'],
        reference,
      ]),
    );
    const digest = digests.find(it => it.startsWith(`${repository}@`));
    if (!digest) throw new Error(`Docker reports no digest of ${reference}.`);
    return digest;
  };
}
