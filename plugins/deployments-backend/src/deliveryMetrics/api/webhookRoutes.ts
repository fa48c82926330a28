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
import { translateWebhook, whyNotGenuine } from '../sources/webhook';
import { keepRawBody } from '../../http/parseBody';
import { errorHandler, TooManyRequestsError } from '../../http/errorHandler';
import type { Refusals } from './refusals';
import { countRefusals } from './refusals';

const PATH = '/dora/hooks';
/** As much as GitHub sends; others send far less. */
const BODY_LIMIT_MB = 25;

export interface HookRouterOptions {
  sources: readonly DoraSourceModel[];
  /** As app-config has it now. */
  getSecret(source: DoraSourceModel): string | undefined;
  ingestion: Pick<DoraIngestion, 'ingest'>;
  logger: LoggerService;
}

/** Where webhooks come in that show themselves by something else than a token of Backstage. */
export function hookPaths(sources: readonly DoraSourceModel[]): string[] {
  return sources.filter(takesWebhooks).map(({ name }) => `${PATH}/${name}`);
}

function takesWebhooks(source: DoraSourceModel): boolean {
  return source.type !== 'github' || source.webhook;
}

/** The routes of webhooks. Mount it before the others, which would not leave bodies as they came. */
export function createHookRouter(options: HookRouterOptions): Router {
  const { logger } = options;
  const router = PromiseRouter();
  const refusals = countRefusals();
  router.post(
    `${PATH}/:source`,
    async (req, res, next) => {
      const wait = refusals.getWait(getSender(req));
      if (wait === undefined) {
        // A token shows itself without the body, which is then not read for nothing.
        if (isByToken(options, req)) requireGenuine(options, req, refusals);
        next();
        return;
      }
      // The body is not read: a sender must not keep the connection open with it.
      res.set({ 'Retry-After': String(wait), Connection: 'close' });
      throw new TooManyRequestsError(
        `This address has sent too many webhooks without a valid signature or token; try again in ${wait} s`,
      );
    },
    keepRawBody(logger, BODY_LIMIT_MB),
    async (req, res) => {
      const source = requireGenuine(options, req, refusals);
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

/** Nothing of a body is looked at before it is known whose it is. */
function requireGenuine(
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
      `No webhook is taken here: deployments.dora.sources.${name} of app-config does not say what it shows itself with`,
    );
  }
  const wrong = whyNotGenuine(source, { headers, body }, secret);
  if (wrong) {
    refusals.add(getSender(req));
    logger.warn(`A webhook of ${source.name} was refused: ${wrong}`);
    throw new AuthenticationError(wrong);
  }
  return source;
}

function isByToken({ sources }: HookRouterOptions, { params }: Request) {
  const type = sources.find(({ name }) => name === params.source)?.type;
  return type === 'alertmanager' || type === 'cdevents';
}

/** By the address that Backstage's `backend.trustProxy` lets one know. */
function getSender({ params, ip }: Request): string {
  return `${params.source} ${ip}`;
}

function parse({ body }: Request): unknown {
  try {
    return JSON.parse((body as Buffer).toString('utf8'));
  } catch {
    throw new InputError(
      'The body is not JSON: choose application/json where the webhook is set up',
    );
  }
}
