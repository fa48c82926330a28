import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCertificateAuthority,
  createKeyPair,
  IssuedCertificate,
} from '../certificates/certificateAuthority';
import { ADDRESSES, NODE_NAME } from './clusterDescription';

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/**
 * Builds a kubeconfig, with everything in it. It is JSON, which is also YAML.
 *
 * @param user - A client certificate or a bearer token.
 */
export function buildKubeconfig(options: {
  server: string;
  /** Certificate of the authority as PEM. */
  certificateAuthority: string;
  user: IssuedCertificate | { token: string };
  namespace?: string;
}): string {
  const { server, certificateAuthority, user, namespace } = options;
  const credential =
    'token' in user
      ? { token: user.token }
      : {
          'client-certificate-data': toBase64(user.certificate),
          'client-key-data': toBase64(user.key),
        };
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'test',
          cluster: {
            server,
            'certificate-authority-data': toBase64(certificateAuthority),
          },
        },
      ],
      users: [{ name: 'user', user: credential }],
      contexts: [
        { name: 'test', context: { cluster: 'test', user: 'user', namespace } },
      ],
      'current-context': 'test',
    },
    null,
    2,
  );
}

/** Writes the certificates, keys and kubeconfig files of a cluster into `credentials` below its folder. */
export function writeCredentials(folder: string): void {
  const target = join(folder, 'credentials');
  mkdirSync(target, { mode: 0o700 });
  const write = (name: string, content: string) =>
    writeFileSync(join(target, name), content, { mode: 0o600 });

  const authority = createCertificateAuthority('slipway-test-cluster');
  write('ca.crt', authority.certificate);

  const server = authority.issue({
    commonName: 'kube-apiserver',
    hosts: [
      '127.0.0.1',
      ADDRESSES.node,
      ADDRESSES.kubernetesService,
      'localhost',
      'kubernetes.default.svc',
    ],
  });
  write('apiserver.crt', server.certificate);
  write('apiserver.key', server.key);

  const admin = authority.issue({
    commonName: 'admin',
    organization: 'system:masters',
  });
  // The API server also uses it to read logs from the kubelet.
  write('admin.crt', admin.certificate);
  write('admin.key', admin.key);
  const node = authority.issue({
    commonName: `system:node:${NODE_NAME}`,
    organization: 'system:nodes',
  });
  for (const [name, user] of Object.entries({ admin, node })) {
    write(
      `${name}.kubeconfig`,
      buildKubeconfig({
        server: ADDRESSES.api,
        certificateAuthority: authority.certificate,
        user,
      }),
    );
  }

  const accounts = createKeyPair();
  write('service-accounts.key', accounts.privateKey);
  write('service-accounts.pub', accounts.publicKey);
}
