import {
  createPrivateKey,
  randomUUID,
  sign,
  X509Certificate,
} from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../certificates/certificateAuthority';

/** A user of a registry. */
export interface RegistryLogin {
  username: string;
  password: string;
}

/** A token server of a registry. */
export interface TokenServer {
  /** Address that the registry names in its challenges. */
  realm: string;
  service: string;
  issuer: string;
  /** Certificates that the registry trusts, as PEM. */
  rootCertificates: string;
  /** Queries of the requests so far, the oldest first. Headers are not recorded: they contain passwords. */
  requests: URLSearchParams[];
  /** How long tokens are valid, in seconds. Default: 300. */
  setLifetime(seconds: number): void;
  /** Issues a token without a request, e.g. to push. */
  issue(repository: string, actions: string[]): string;
  close(): Promise<void>;
}

const SERVICE = 'test-registry';
const ISSUER = 'test-token-server';

/** Starts a token server on a free loopback port. It lets one user read all repositories. */
export async function startTokenServer(
  login: RegistryLogin,
): Promise<TokenServer> {
  const authority = createCertificateAuthority('token-server');
  const { certificate, key } = authority.issue({ commonName: ISSUER });
  const privateKey = createPrivateKey(key);
  const x5c = [new X509Certificate(certificate).raw.toString('base64')];
  const requests: URLSearchParams[] = [];
  let lifetimeS = 300;

  function issue(repository: string, actions: string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const encode = (part: unknown) =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const content = [
      encode({ typ: 'JWT', alg: 'RS256', x5c }),
      encode({
        iss: ISSUER,
        sub: login.username,
        aud: SERVICE,
        exp: now + lifetimeS,
        nbf: now - 10,
        iat: now,
        jti: randomUUID(),
        access: [{ type: 'repository', name: repository, actions }],
      }),
    ].join('.');
    const signature = sign('sha256', Buffer.from(content), privateKey);
    return `${content}.${signature.toString('base64url')}`;
  }

  const server = http.createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    requests.push(query);
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const expected = Buffer.from(`${login.username}:${login.password}`);
    if (
      request.headers.authorization !== `Basic ${expected.toString('base64')}`
    ) {
      respond(401, { details: 'incorrect username or password' });
      return;
    }
    const scope = /^repository:([^:]+):/.exec(query.get('scope') ?? '');
    respond(200, {
      token: issue(scope?.[1] ?? '', ['pull']),
      expires_in: lifetimeS,
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    realm: `http://127.0.0.1:${port}/token`,
    service: SERVICE,
    issuer: ISSUER,
    rootCertificates: authority.certificate,
    requests,
    setLifetime(seconds) {
      lifetimeS = seconds;
    },
    issue,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
