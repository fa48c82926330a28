import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, isError } from '@backstage/errors';
import type { Request } from 'express';
import type { Caller } from '../application/caller';
import type { CallerResolver } from './resolveCaller';

/** Identify the caller of an HTTP request. */
export interface Authenticators {
  /** Throws without valid credentials. */
  resolveCaller(req: Request): Promise<Caller>;
  /** Like `resolveCaller`, but throws NotAllowedError unless the caller is a person. */
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

/** Rejects services on routes for people, because the permission framework allows services to do everything. */
async function userCredentials(httpAuth: HttpAuthService, req: Request) {
  try {
    return await httpAuth.credentials(req, { allow: ['user'] });
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') {
      throw new NotAllowedError(
        'Only a person can decide this. Send the token of a signed-in user instead of a service token.',
      );
    }
    throw error;
  }
}
