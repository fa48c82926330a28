import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, isError } from '@backstage/errors';
import type { Request } from 'express';
import type { Caller } from '../domain/model/caller';
import type { CallerResolver } from './resolveCaller';

/** Finds out from a request who asks. */
export interface Askers {
  /** Throws without valid credentials. */
  callerOf(req: Request): Promise<Caller>;
  /** As `callerOf`, for what only a person may decide. */
  personOf(req: Request): Promise<Caller>;
}

export function createAskers(
  httpAuth: HttpAuthService,
  resolveCaller: CallerResolver,
): Askers {
  return {
    callerOf: async req =>
      resolveCaller(
        await httpAuth.credentials(req, { allow: ['user', 'service'] }),
      ),
    personOf: async req => resolveCaller(await userCredentials(httpAuth, req)),
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
