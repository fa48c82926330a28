import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, isError } from '@backstage/errors';
import type { Request } from 'express';
import type { Caller } from '../domain/model/caller';
import type { CallerResolver } from './resolveCaller';

/** Finds out from a request who asks. */
export interface Authenticators {
  /** Throws without valid credentials. */
  resolveCaller(req: Request): Promise<Caller>;
  /** As `resolveCaller`, for what only a person may decide. */
  requireUser(req: Request): Promise<Caller>;
}

export function createAuthenticators(
  httpAuth: HttpAuthService,
  resolveCaller: CallerResolver,
): Authenticators {
  return {
    resolveCaller: async req =>
      resolveCaller(
        await httpAuth.credentials(req, { allow: ['user', 'service'] }),
      ),
    requireUser: async req =>
      resolveCaller(await userCredentials(httpAuth, req)),
  };
}

/** The permission framework lets every service through, so that these routes take none. */
async function userCredentials(httpAuth: HttpAuthService, req: Request) {
  try {
    return await httpAuth.credentials(req, { allow: ['user'] });
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') {
      throw new NotAllowedError(
        "This is a person's decision: it takes the token of a signed-in user, not a service's",
      );
    }
    throw error;
  }
}
