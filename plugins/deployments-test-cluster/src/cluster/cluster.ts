import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageContent, writeImage } from '../image/writeImage';
import { ClusterDescription } from './clusterDescription';
import { ComponentName, listComponents } from './listComponents';
import {
  CommandOptions,
  enterNode,
  runCommand,
  spawnLogged,
} from './nodeProcess';
import { pollUntil } from './pollUntil';
import { buildKubeconfig } from './writeCredentials';

/** A rule of a role, as in `rbac.authorization.k8s.io/v1`. */
export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

/** A service account that may do in one namespace what its rules say, and nothing else. */
export interface Deployer {
  name: string;
  namespace: string;
  /** Bearer token. */
  token: string;
  /** Kubeconfig file with the token. */
  kubeconfig: string;
  /** Deletes the account: the API server rejects the token from then on with 401. */
  revoke(): Promise<void>;
}

interface ServiceAccountList {
  items: { metadata: { name: string }; secrets?: unknown[] }[];
}

const TOKEN_VALID_FOR_S = 24 * 60 * 60;

/** Usually 5 s. It took longer than a minute once, beside two other clusters that were starting. */
const API_SERVER_TIMEOUT_MS = 150_000;

/** A running cluster, for use from inside and from outside its network namespace. */
export class Cluster {
  readonly description: ClusterDescription;
  /** Certificate of the API server's authority, as PEM. */
  readonly certificateAuthority: string;

  constructor(description: ClusterDescription) {
    this.description = description;
    this.certificateAuthority = readFileSync(
      description.certificateAuthorityFile,
      'utf8',
    );
  }

  /** URL of the API server; reachable in the cluster's network namespace only, like all addresses of it. */
  get apiServer(): string {
    return this.description.apiServer;
  }

  /** Host and port of the image registry. */
  get registry(): string {
    return this.description.registry;
  }

  /** Kubeconfig file of an administrator. */
  get adminKubeconfig(): string {
    return this.description.adminKubeconfig;
  }

  /**
   * Runs a program in the cluster's network namespace and returns its standard output.
   *
   * @throws CommandFailedError if its exit code is not 0.
   */
  run(command: string, args: string[], options?: CommandOptions) {
    return runCommand(
      enterNode(this.description.nodePid, 'network', command, args),
      options,
    );
  }

  /**
   * Runs kubectl and returns its standard output.
   *
   * @param options - `kubeconfig`: the file of a deployer; default: as an administrator.
   */
  kubectl(
    args: string[],
    { kubeconfig, ...options }: CommandOptions & { kubeconfig?: string } = {},
  ) {
    return this.run(
      'kubectl',
      [
        `--kubeconfig=${kubeconfig ?? this.adminKubeconfig}`,
        // Its default is in the home folder.
        `--cache-dir=${join(this.description.folder, 'kubectl')}`,
        ...args,
      ],
      options,
    );
  }

  /** Reads an object, or a list of them, as an administrator. */
  async get<T>(args: string[]): Promise<T> {
    return JSON.parse(await this.kubectl(['get', '--output=json', ...args]));
  }

  /** Creates or changes objects. Takes YAML text, or objects. */
  apply(manifests: string | object | object[]): Promise<string> {
    const input =
      typeof manifests === 'string'
        ? manifests
        : JSON.stringify({
            apiVersion: 'v1',
            kind: 'List',
            items: Array.isArray(manifests) ? manifests : [manifests],
          });
    return this.kubectl(['apply', '--filename=-'], { input });
  }

  /** Creates a namespace and waits until pods can start in it. */
  async createNamespace(name: string): Promise<void> {
    await this.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    const isReady = await pollUntil(
      async () => {
        const accounts = await this.get<ServiceAccountList>([
          'serviceaccounts',
          `--namespace=${name}`,
        ]);
        const account = accounts.items.find(
          item => item.metadata.name === 'default',
        );
        return account?.secrets ? true : undefined;
      },
      { intervalMs: 200, timeoutMs: 30_000 },
    );
    if (!isReady) throw new Error(`Namespace ${name} has no service account`);
  }

  /** Deletes a namespace with everything in it. Does not wait until its pods have stopped: they have 30 s for it. */
  async deleteNamespace(name: string): Promise<void> {
    await this.kubectl(['delete', 'namespace', name, '--wait=false']);
  }

  /**
   * Pushes an image to the registry.
   *
   * @returns The reference by digest, e.g. `127.0.0.1:5000/shop/checkout@sha256:…`, for pods and as a version's artifact.
   */
  async pushImage(
    image: ImageContent & {
      /** Repository, e.g. `shop/checkout`. */
      name: string;
      tag: string;
    },
  ): Promise<string> {
    const images = join(this.description.folder, 'images');
    const { layout, digest } = await writeImage(images, image);
    const repository = `${this.registry}/${image.name}`;
    await runCommand(
      enterNode(this.description.nodePid, 'all', 'skopeo', [
        ...['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'],
        ...['--src-shared-blob-dir', join(images, 'blobs')],
        `oci:${layout}`,
        `docker://${repository}:${image.tag}`,
      ]),
    );
    return `${repository}@${digest}`;
  }

  /**
   * Creates a service account with a role of these rules in an existing namespace, and a token for it.
   *
   * @param options - `name`: default a unique one; `validForS`: at least 600, default a day.
   */
  async createDeployer(
    namespace: string,
    rules: PolicyRule[],
    options: { name?: string; validForS?: number } = {},
  ): Promise<Deployer> {
    const name = options.name ?? `deployer-${randomBytes(4).toString('hex')}`;
    const metadata = { name, namespace };
    const rbac = 'rbac.authorization.k8s.io';
    await this.apply([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
      {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: rbac, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    ]);
    const token = await this.createToken(
      namespace,
      name,
      options.validForS ?? TOKEN_VALID_FOR_S,
    );
    const kubeconfig = join(
      this.description.folder,
      'credentials',
      `${namespace}-${name}.kubeconfig`,
    );
    await writeFile(
      kubeconfig,
      buildKubeconfig({
        server: this.apiServer,
        certificateAuthority: this.certificateAuthority,
        user: { token },
        namespace,
      }),
      { mode: 0o600 },
    );
    return {
      name,
      namespace,
      token,
      kubeconfig,
      revoke: async () => {
        await this.kubectl([
          'delete',
          'serviceaccount',
          name,
          `--namespace=${namespace}`,
        ]);
      },
    };
  }

  /** Requests a token of a service account. */
  async createToken(
    namespace: string,
    account: string,
    validForS: number,
  ): Promise<string> {
    const response = await this.kubectl(
      [
        'create',
        `--raw=/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
        '--filename=-',
      ],
      {
        input: JSON.stringify({
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: { expirationSeconds: validForS },
        }),
      },
    );
    return JSON.parse(response).status.token;
  }

  /** Starts one of the cluster's programs. */
  startComponent(name: ComponentName): void {
    const { folder, nodePid } = this.description;
    const { command, args } = listComponents(this.description)[name];
    // The file has its process id as the node sees it.
    const script = 'echo $$ >"$0" && exec "$@"';
    const pidFile = join(folder, 'pids', name);
    spawnLogged(
      folder,
      name,
      enterNode(nodePid, 'all', 'sh', [
        '-c',
        script,
        pidFile,
        command,
        ...args,
      ]),
    );
  }

  /** Sends a signal to one of the cluster's programs: `STOP` freezes it, `CONT` continues it, `KILL` ends it. */
  async signalComponent(
    name: ComponentName,
    signal: 'STOP' | 'CONT' | 'KILL' | 'TERM',
  ): Promise<void> {
    const { folder, nodePid } = this.description;
    const pid = readFileSync(join(folder, 'pids', name), 'utf8').trim();
    await runCommand(
      enterNode(nodePid, 'all', 'bash', ['-c', `kill -${signal} ${pid}`]),
    );
  }

  /** Waits until the API server responds. */
  async waitForApiServer(): Promise<void> {
    const isReady = await pollUntil(
      () =>
        this.kubectl(['get', '--raw=/readyz', '--request-timeout=5s']).then(
          () => true,
          () => undefined,
        ),
      { intervalMs: 200, timeoutMs: API_SERVER_TIMEOUT_MS },
    );
    if (!isReady) {
      throw new Error(
        `The API server did not become ready: see ${this.description.folder}/log`,
      );
    }
  }

  /**
   * Kills the API server, runs the function, starts it again and waits until it responds. Pods continue meanwhile. Only for a
   * cluster that nobody else uses: suites that run at the same time share one, and for them a fault proxy refuses.
   */
  async withoutApiServer<T>(work: () => Promise<T>): Promise<T> {
    await this.signalComponent('apiserver', 'KILL');
    try {
      return await work();
    } finally {
      this.startComponent('apiserver');
      await this.waitForApiServer();
    }
  }
}
