import type { Config } from '@backstage/config';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Names the person to sign in as; the app's sign-in page sends it. */
export const DEMO_USER_HEADER = 'x-slipway-demo-user';

/** Backstage's rule for entity names. */
const ENTITY_NAME = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/i;

/** Who asks to be signed in. */
export interface DemoAuthResult {
  userName: string;
}

/**
 * Believes whoever says who they are. That is what a demo needs and what a
 * portal must never do, so it refuses to exist outside development.
 *
 * @param hosts - the hosts, with their ports, under which the portal is visited
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
      // A page of somebody else can have its own name lead here (DNS rebinding), and a browser takes that for one origin: it
      // would sign its visitor in. The name that the browser asked for is the page's, so none but ours is answered.
      const host = req.header('host')?.toLocaleLowerCase('en-US');
      if (host === undefined || !hosts.includes(host)) {
        throw new NotAllowedError(
          `The demo sign-in answers at ${hosts.join(
            ' and ',
          )} only, not at ${JSON.stringify(
            host?.slice(0, 100) ?? '',
          )}. Open the portal there, or set app.baseUrl and backend.baseUrl to where it is visited.`,
        );
      }
      const userName = req.header(DEMO_USER_HEADER);
      if (!userName || !ENTITY_NAME.test(userName)) {
        throw new AuthenticationError(
          `The demo sign-in needs a user's name in the ${DEMO_USER_HEADER} header`,
        );
      }
      return { result: { userName } };
    },
  });
}

/** Where the portal is visited, by its configuration. */
export function configuredHosts(config: Config): string[] {
  return [
    ...new Set(
      ['app.baseUrl', 'backend.baseUrl'].flatMap(key => {
        const url = config.getOptionalString(key);
        return url === undefined ? [] : [new URL(url).host];
      }),
    ),
  ];
}
