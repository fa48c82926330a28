import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readKubernetesConfig } from './readKubernetesConfig';

const SECRET = 'plugin-token';
const CA = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');

const read = (clusters: JsonObject, env: NodeJS.ProcessEnv = {}) =>
  readKubernetesConfig(
    new ConfigReader({
      deployments: { kubernetes: { clusters } },
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'eu',
                url: 'https://eu.example.com',
                caData: CA,
                skipTLSVerify: true,
                authProvider: 'serviceAccount',
                serviceAccountToken: SECRET,
                dashboardUrl: 'https://dashboard.example.com',
              },
            ],
          },
          { type: 'gke', projectId: 'x' },
        ],
      },
    }),
    env,
  ) ?? [];

describe('readKubernetesConfig', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('returns nothing without configuration', () => {
    expect(readKubernetesConfig(new ConfigReader({}))).toBeUndefined();
  });

  it("takes a cluster's address and certificate from the Kubernetes plugin, with a credential of its own", async () => {
    const [cluster] = read({ eu: { token: 'own' } });
    expect(cluster).toMatchObject({
      name: 'eu',
      url: 'https://eu.example.com',
      dashboardUrl: 'https://dashboard.example.com',
      requestTimeoutMs: 10_000,
    });
    expect(await cluster?.loadAccess()).toEqual({
      ca: '-----BEGIN CERTIFICATE-----',
      token: 'own',
    });
  });

  it('checks certificates of its own address, whatever the plugin does', () => {
    const url = 'https://other.example.com';
    expect(read({ eu: { token: 'own', url } })).toMatchObject([
      { url, skipTLSVerify: false },
    ]);
    expect(read({ eu: { token: 'own', caData: CA } })).toMatchObject([
      { skipTLSVerify: false },
    ]);
    expect(read({ eu: { token: 'own' } })).toMatchObject([
      { skipTLSVerify: true },
    ]);
  });

  it("uses the plugin's credential only if the operator shares it", async () => {
    expect(() => read({ eu: {} })).toThrow('missing credential');
    const [cluster] = read({ eu: { credentials: 'shared' } });
    expect(await cluster?.loadAccess()).toMatchObject({ token: SECRET });
  });

  it('reads a token file again for each request', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'first\n');
    const [cluster] = read({ eu: { tokenFile } });
    expect(await cluster?.loadAccess()).toMatchObject({ token: 'first' });
    await writeFile(tokenFile, 'second\n');
    expect(await cluster?.loadAccess()).toMatchObject({ token: 'second' });
  });

  it('reads a kubeconfig with client certificates', async () => {
    const kubeconfig = join(folder, 'config');
    await writeFile(join(folder, 'client.crt'), 'CERTIFICATE');
    await writeFile(
      kubeconfig,
      `
apiVersion: v1
current-context: main
contexts: [{ name: main, context: { cluster: a, user: u } }, { name: exec, context: { cluster: a, user: e } }]
clusters: [{ name: a, cluster: { server: 'https://a.example.com', certificate-authority-data: ${CA} } }]
users:
  - { name: u, user: { client-certificate: client.crt, client-key-data: ${Buffer.from(
    'KEY',
  ).toString('base64')} } }
  - { name: e, user: { exec: { command: aws } } }
`,
    );
    const [cluster] = read({ us: { kubeconfig } });
    expect(cluster).toMatchObject({ url: 'https://a.example.com' });
    expect(await cluster?.loadAccess()).toEqual({
      ca: '-----BEGIN CERTIFICATE-----',
      certificate: 'CERTIFICATE',
      key: 'KEY',
    });
    expect(() => read({ us: { kubeconfig, context: 'exec' } })).toThrow(
      "isn't supported",
    );
    expect(() => read({ us: { kubeconfig, context: 'nope' } })).toThrow(
      'has no context "nope"',
    );
  });

  it('finds the cluster in which the portal runs', () => {
    expect(
      read(
        { here: { inCluster: true } },
        { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' },
      ),
    ).toMatchObject([{ name: 'here', url: 'https://10.0.0.1:443' }]);
    expect(() => read({ here: { inCluster: true } })).toThrow(
      "doesn't run in a pod",
    );
  });

  it.each<[string, JsonObject, string]>([
    [
      'an unknown key',
      { tokn: 'x' },
      'tokn: unknown key; did you mean "token"?',
    ],
    ['no address', { token: 'x' }, 'missing url'],
    [
      'plain HTTP',
      { url: 'http://us.example.com', token: 'x' },
      'must start with https://',
    ],
    [
      'a password in the address',
      { url: 'https://me:secret-word@us.example.com', token: 'x' },
      'must not contain a user name or password',
    ],
    [
      'two ways to reach it',
      { inCluster: true, url: 'https://us.example.com' },
      'exclude each other',
    ],
    [
      'two tokens',
      { url: 'https://us.example.com', token: 'x', tokenFile: '/t' },
      'use either token or tokenFile',
    ],
  ])('rejects %s with the config path', (_, cluster, message) => {
    expect(() => read({ us: cluster })).toThrow(message);
    expect(() => read({ us: cluster })).toThrow(
      'deployments.kubernetes.clusters.us',
    );
    expect(() => read({ us: cluster })).not.toThrow('secret-word');
  });
});
