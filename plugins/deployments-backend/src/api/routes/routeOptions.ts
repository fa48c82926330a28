import type { Request, Router } from 'express';
import type { Caller } from '../../engine/service';
import type { ApiContext } from '../operations/context';
import type { EventStreams } from '../stream/streams';

/** What the routes of every resource are made with. */
export interface RouteOptions {
  router: Router;
  api: ApiContext;
  streams: EventStreams;
  /** Who asks. Throws without valid credentials. */
  callerOf(req: Request): Promise<Caller>;
  /** As `callerOf`, for what only a person may decide. */
  personOf(req: Request): Promise<Caller>;
}
