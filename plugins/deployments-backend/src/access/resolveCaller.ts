import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../application/caller';

/** A caller who is a person. */
export type UserCaller = Caller & Required<Pick<Caller, 'user'>>;

export interface CallerResolver {
  (
    credentials: BackstageCredentials,
    options?: { via?: Principal['via'] },
  ): Promise<Caller>;
}

/**
 * Creates a function that finds out from credentials who the caller is. If another plugin makes a request on behalf of a user,
 * it counts as the user's own request by API. So rules about people, such as no self-approval, apply to it too.
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
    throw new AuthenticationError(
      'You are not signed in. Sign in, or send a token.',
    );
  };
}

/**
 * Throws NotAllowedError unless the caller is a person. Decisions that a person must make need this check, because the
 * permission framework allows services to do everything.
 *
 * @param what - the action, as the subject of a sentence, e.g. `Lifting a hold`
 */
export function requirePerson(caller: Caller, what: string): UserCaller {
  if (!caller.user) {
    throw new NotAllowedError(
      `${what} needs a signed-in user. ${caller.principal.principal} is a service; send a user's token instead.`,
    );
  }
  return { ...caller, user: caller.user };
}
