import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../domain/model/caller';

/** A caller who is a person. */
export type UserCaller = Caller & Required<Pick<Caller, 'user'>>;

export interface CallerResolver {
  (
    credentials: BackstageCredentials,
    options?: { via?: Principal['via'] },
  ): Promise<Caller>;
}

/**
 * Finds out who asks. A request that another plugin makes on behalf of a user counts as the user's, by way of the API:
 * the rules about people, e.g. that nobody approves what they asked for, then hold however it came.
 */
export function createCallerResolver(options: {
  auth: AuthService;
  userInfo: UserInfoService;
}): CallerResolver {
  const { auth, userInfo } = options;
  return async (credentials, { via } = {}) => {
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
        credentials,
      );
      return {
        credentials,
        principal: {
          principal: userEntityRef,
          via: via ?? (credentials.principal.actor ? 'api' : 'portal'),
        },
        user: { entityRef: userEntityRef, ownershipRefs: ownershipEntityRefs },
      };
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return {
        credentials,
        principal: {
          principal: `service:${credentials.principal.subject}`,
          via: via ?? 'api',
        },
      };
    }
    throw new AuthenticationError('Sign in, or send a token');
  };
}

/** For what a person must answer for. Permissions would let every service through. */
export function requirePerson(caller: Caller, what: string): UserCaller {
  if (!caller.user) {
    throw new NotAllowedError(
      `${what} is a person's decision: it takes a signed-in user, not ${caller.principal.principal}`,
    );
  }
  return { ...caller, user: caller.user };
}
