import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { root } from './paths.mjs';
import { runProgram } from './runProgram.mjs';

/** How long the portal's token is valid. */
const TOKEN_VALID_FOR_S = 7 * 24 * 60 * 60;
/** What a service listens on in its pod. */
const SERVICE_PORT = 8080;

const readYaml = file => parse(readFileSync(join(root, file), 'utf8'));
const getNamespace = environment => `shop-${environment}`;
const environments = Object.keys(
  readYaml('app-config.yaml').deployments.environments,
);

/**
 * Pushes an image for each version in examples/versions.yaml, and runs the first version of each service in each
 * environment, unless the service exists there. The Deployments allow Slipway to change them.
 *
 * @returns {Promise<object[]>} What a pipeline would register: bodies for `POST /services/{ref}/versions`, with `service`.
 */
export async function deployExampleServices({
  kubectl,
  pushImage,
  buildManifests,
}) {
  await apply(
    kubectl,
    environments.map(it => buildNamespace(getNamespace(it))),
  );
  const registered = [];
  for (const [name, service] of Object.entries(
    readYaml('examples/versions.yaml'),
  )) {
    const ref = `component:default/${name}`;
    const versions = [];
    for (const version of service.versions) {
      const artifact = await pushImage({
        name: `shop/${name}`,
        tag: version.name,
        env: {
          ...service.env,
          ...version.env,
          HOST: '0.0.0.0',
          PORT: String(SERVICE_PORT),
        },
      });
      const { commits, changeUrl, flags } = version;
      versions.push({
        service: ref,
        name: version.name,
        artifact,
        commits,
        changeUrl,
        flags,
      });
    }
    registered.push(...versions);
    for (const environment of environments) {
      const namespace = getNamespace(environment);
      const existing = await kubectl([
        ...['get', 'deployments', name, `--namespace=${namespace}`],
        ...['--ignore-not-found', '--output=name'],
      ]);
      if (existing) continue;
      await apply(
        kubectl,
        buildManifests({
          name,
          namespace,
          image: versions[0].artifact,
          replicas: environment === 'production' ? 2 : 1,
          annotations: {
            'slipway.io/service-environment': `${ref}@${environment}`,
          },
        }),
      );
    }
  }
  return registered;
}

/**
 * Creates the portal's service account with the documented role, and writes a kubeconfig file for it.
 *
 * @param {object} options - `own`: `{ service, environment }` of a service whose settings need a role of its own, if any
 */
export async function createPortalAccount({ kubectl, config, env, own }) {
  // Not the account of docs/how-to/deploy-to-kubernetes.md, which may have more rights in the same cluster.
  const account = { name: 'slipway-demo', namespace: 'slipway-demo' };
  await apply(kubectl, [
    buildNamespace(account.namespace),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
  ]);
  const roles = [
    ...environments.map(environment => ({ environment, args: [] })),
    ...(own
      ? [{ environment: own.environment, args: ['--service', own.service] }]
      : []),
  ];
  for (const { environment, args } of roles) {
    const role = await runProgram(
      process.execPath,
      [
        join(root, 'plugins/deployments-backend/bin/slipway-permissions'),
        environment,
        ...args,
        ...config.flatMap(file => ['--config', file]),
        ...['--setting', `namespace=${getNamespace(environment)}`],
        // It refuses settings that are different for each service. The role doesn't depend on this one.
        ...['--setting', 'url=http://localhost'],
      ],
      { env },
    );
    const documents = parseAllDocuments(role).map(it => it.toJS());
    for (const { subjects } of documents) {
      subjects?.forEach(subject => Object.assign(subject, account));
    }
    await apply(kubectl, documents);
  }
  const { status } = JSON.parse(
    await kubectl(
      [
        'create',
        `--raw=/api/v1/namespaces/${account.namespace}/serviceaccounts/${account.name}/token`,
        '--filename=-',
      ],
      JSON.stringify({
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: TOKEN_VALID_FOR_S },
      }),
    ),
  );
  const view = JSON.parse(
    await kubectl([
      ...['config', 'view', '--raw', '--minify', '--flatten'],
      '--output=json',
    ]),
  );
  const [{ name: cluster }] = view.clusters;
  writeFileSync(
    env.SLIPWAY_KUBECONFIG,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: view.clusters,
      users: [{ name: account.name, user: { token: status.token } }],
      contexts: [{ name: 'portal', context: { cluster, user: account.name } }],
      'current-context': 'portal',
    }),
    { mode: 0o600 },
  );
}

/**
 * Forwards a port of this machine to the Services of the example, and to nothing else of the cluster.
 *
 * @param {{kubeconfig: string, port: number, onExit: () => void}} options - `onExit` is called if it stops by itself.
 */
export function serveServices({ kubeconfig, port, onExit }) {
  const namespaces = environments.map(getNamespace).join('|');
  const services = Object.keys(readYaml('examples/versions.yaml')).join('|');
  // A service can have slots, whose names end with -a and -b.
  const proxy = spawn(
    'kubectl',
    [
      'proxy',
      `--port=${port}`,
      `--accept-paths=^/api/v1/namespaces/(${namespaces})/services/(${services})(-[ab])?:80/proxy(/|$)`,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, KUBECONFIG: kubeconfig },
    },
  );
  proxy.once('error', error => console.error(`kubectl: ${error.message}`));
  let isStopping = false;
  // Ctrl-C reaches kubectl by itself.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      isStopping = true;
    });
  }
  const stop = () => proxy.kill();
  process.once('exit', stop);
  proxy.once('close', () => {
    process.off('exit', stop);
    if (isStopping) return;
    console.error(
      `The services can't be reached any more: \`kubectl proxy\` stopped. If port ${port} is in use, set SLIPWAY_SERVICES_PORT to another one.`,
    );
    onExit();
  });
}

const buildNamespace = name => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
});

async function apply(kubectl, items) {
  await kubectl(
    ['apply', '--filename=-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  );
}
