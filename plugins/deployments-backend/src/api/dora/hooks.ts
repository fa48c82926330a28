import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { DoraSourceModel } from '../../config/model';
import type { DoraIngestion } from '../../dora/ingestion/ingestion';
import { ingestAll } from '../../dora/sources/ingestAll';
import { translateWebhook, whyNotGenuine } from '../../dora/sources/webhook';
import { rawBody } from '../http/body';
import { errorHandler } from '../http/errors';

const PATH = '/dora/hooks';
/** A push with a thousand commits fits. */
const BODY_LIMIT_MB = 5;

export interface HookRouterOptions {
  sources: readonly DoraSourceModel[];
  /** As app-config has it now. */
  secretOf(source: DoraSourceModel): string | undefined;
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
  router.post(
    `${PATH}/:source`,
    rawBody(logger, BODY_LIMIT_MB),
    async (req, res) => {
      const source = requireGenuine(options, req);
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
  { sources, secretOf, logger }: HookRouterOptions,
  { params, headers, body }: Request,
): DoraSourceModel {
  const name: string = params.source;
  const source = sources.filter(takesWebhooks).find(one => one.name === name);
  const secret = source && secretOf(source);
  if (!source || !secret) {
    throw new NotFoundError(
      `No webhook is taken here: deployments.dora.sources.${name} of app-config does not say what it shows itself with`,
    );
  }
  const wrong = whyNotGenuine(source, { headers, body }, secret);
  if (wrong) {
    logger.warn(`A webhook of ${source.name} was refused: ${wrong}`);
    throw new AuthenticationError(wrong);
  }
  return source;
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
