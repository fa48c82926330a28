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
 */
export const demoAuthenticator = createProxyAuthenticator<
  void,
  DemoAuthResult,
  undefined
>({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize() {
    if (process.env.NODE_ENV !== 'development') {
      throw new NotAllowedError(
        'the demo sign-in checks no passwords and works only with NODE_ENV=development. Remove auth.providers.demo (set it to null) and configure a real provider: https://backstage.io/docs/auth/',
      );
    }
  },
  async authenticate({ req }) {
    const userName = req.header(DEMO_USER_HEADER);
    if (!userName || !ENTITY_NAME.test(userName)) {
      throw new AuthenticationError(
        `The demo sign-in needs a user's name in the ${DEMO_USER_HEADER} header`,
      );
    }
    return { result: { userName } };
  },
});
