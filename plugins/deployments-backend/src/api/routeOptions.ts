import type { Router } from 'express';
import type { Authenticators } from '../access/authenticators';
import type { ApiContext } from '../access/apiContext';
import type { EventStreams } from './records/eventStreams';

/** What the routes of every resource need. */
export interface RouteOptions extends Authenticators {
  router: Router;
  api: ApiContext;
  streams: EventStreams;
}
