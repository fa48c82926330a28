import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import type { DoraIngestion } from '../ingestion/ingestion';
import { ingestAll } from '../sources/ingestAll';
import { translateWebhook, explainRejection } from '../sources/webhook';
import { keepRawBody } from '../../http/parseBody';
import { errorHandler, TooManyRequestsError } from '../../http/errorHandler';
import type { Refusals } from './countRefusals';
import { countRefusals } from './countRefusals';

const PATH = '/dora/hooks';
/** GitHub's limit; other tools send far less. */
const BODY_LIMIT_MB = 25;

export interface HookRouterOptions {
  sources: readonly DoraSourceModel[];
  /** Reads the secret from the current app-config. */
  getSecret(source: DoraSourceModel): string | undefined;
  ingestion: Pick<DoraIngestion, 'ingest'>;
  logger: LoggerService;
}

/** Lists the webhook paths of sources that authenticate without a Backstage token. */
export function listHookPaths(sources: readonly DoraSourceModel[]): string[] {
  return sources.filter(takesWebhooks).map(({ name }) => `${PATH}/${name}`);
}

function takesWebhooks(source: DoraSourceModel): boolean {
  return source.type !== 'github' || source.webhook;
}

/** Creates the webhook routes. Mount them before the other routes, whose body parsers would consume the body. */
export function createHookRouter(options: HookRouterOptions): Router {
  const { logger } = options;
  const router = PromiseRouter();
  const refusals = countRefusals();
  router.post(
    `${PATH}/:source`,
    async (req, res, next) => {
      const wait = refusals.getWait(readSender(req));
      if (wait === undefined) {
        // A token is checked before the body is read.
        if (isByToken(options, req)) requireAuthentic(options, req, refusals);
        next();
        return;
      }
      // The body is not read, and the sender must not keep the connection open with it.
      res.set({ 'Retry-After': String(wait), Connection: 'close' });
      throw new TooManyRequestsError(
        `This address has sent too many webhooks without a valid signature or token; try again in ${wait} s`,
      );
    },
    keepRawBody(logger, BODY_LIMIT_MB),
    async (req, res) => {
      const source = requireAuthentic(options, req, refusals);
      const read = translateWebhook(source, req.headers, parse(req));
      if (read.result === 'wrong') throw new InputError(read.reason);
      res
        .status(200)
        .json(await ingestAll(options.ingestion, source.name, read.events));
    },
  );
  router.use(errorHandler(logger));
  return router;
}

/** Authenticates the sender before anything in the body is interpreted. */
function requireAuthentic(
  { sources, getSecret, logger }: HookRouterOptions,
  req: Request,
  refusals: Refusals,
): DoraSourceModel {
  const { params, headers, body } = req;
  const name: string = params.source;
  const source = sources.filter(takesWebhooks).find(one => one.name === name);
  const secret = source && getSecret(source);
  if (!source || !secret) {
    throw new NotFoundError(
      `No webhook is accepted here, because deployments.dora.sources.${name} in app-config has no secret or token`,
    );
  }
  const wrong = explainRejection(source, { headers, body }, secret);
  if (wrong) {
    refusals.add(readSender(req));
    logger.warn(`A webhook of ${source.name} was rejected: ${wrong}`);
    throw new AuthenticationError(wrong);
  }
  return source;
}

function isByToken({ sources }: HookRouterOptions, { params }: Request) {
  const type = sources.find(({ name }) => name === params.source)?.type;
  return type === 'alertmanager' || type === 'cdevents';
}

/** Identifies the sender by the address that Backstage's `backend.trustProxy` provides. */
function readSender({ params, ip }: Request): string {
  return `${params.source} ${ip}`;
}

function parse({ body }: Request): unknown {
  try {
    return JSON.parse((body as Buffer).toString('utf8'));
  } catch {
    throw new InputError(
      'The body is not JSON: choose application/json in the settings of the webhook',
    );
  }
}
