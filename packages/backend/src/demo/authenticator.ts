import type { Config } from '@backstage/config';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Header with the name of the user to sign in as; the app's sign-in page sends it. */
export const DEMO_USER_HEADER = 'x-slipway-demo-user';

/** Format of entity names in Backstage. */
const ENTITY_NAME = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/i;

/** Who signs in. */
export interface DemoAuthResult {
  /** Name of a user entity. */
  userName: string;
}

/**
 * Creates an authenticator that signs in any user without a password. A demo needs that and a real portal must not have
 * it, so it cannot be used outside development.
 *
 * @param hosts - The hosts, with ports, at which the portal is available.
 */
export function createDemoAuthenticator(hosts: readonly string[]) {
  return createProxyAuthenticator<void, DemoAuthResult, undefined>({
    defaultProfileTransform: async () => ({ profile: {} }),
    initialize() {
      if (process.env.NODE_ENV !== 'development') {
        throw new NotAllowedError(
          'the demo sign-in checks no passwords and works only with NODE_ENV=development. Remove auth.providers.demo (set it to null) and configure a real provider: https://backstage.io/docs/auth/',
        );
      }
    },
    async authenticate({ req }) {
      // With DNS rebinding, a foreign page can point its own host name here and sign its visitor in, since the browser
      // treats both as one origin. The Host header is the page's host name, so only our own hosts are accepted.
      const host = req.header('host')?.toLocaleLowerCase('en-US');
      if (host === undefined || !hosts.includes(host)) {
        throw new NotAllowedError(
          `The demo sign-in works only at ${hosts.join(
            ' and ',
          )}, not at ${JSON.stringify(
            host?.slice(0, 100) ?? '',
          )}. Open the portal there, or set app.baseUrl and backend.baseUrl to the URLs that you use.`,
        );
      }
      const userName = req.header(DEMO_USER_HEADER);
      if (!userName || !ENTITY_NAME.test(userName)) {
        throw new AuthenticationError(
          `The demo sign-in needs the name of a user in the ${DEMO_USER_HEADER} header`,
        );
      }
      return { result: { userName } };
    },
  });
}

/** Reads the hosts, with ports, at which the portal is available. */
export function readHosts(config: Config): string[] {
  return [
    ...new Set(
      ['app.baseUrl', 'backend.baseUrl'].flatMap(key => {
        const url = config.getOptionalString(key);
        return url === undefined ? [] : [new URL(url).host];
      }),
    ),
  ];
}
