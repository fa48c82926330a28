import type { LoggerService } from '@backstage/backend-plugin-api';
import type { StartConditionResult } from '@slipway/backstage-plugin-deployments-node';
import type { StartConditionModel } from '../../domain/model/deploymentsModel';
import type { StartConditionFacts } from '../../domain/policy/policyFacts';
import { needsConditions } from '../../domain/policy/startBlockers';
import { redactBlocker } from '../../outbound/redactReport';
import { describeStartCondition } from './describeStartCondition';
import { prepareStartCondition } from './prepareStartCondition';
import type { PrepareDeps, StartRequest } from './prepareStartCondition';
import { callWithDeadline } from '../../outbound/callWithDeadline';

/** Evaluates an environment's start conditions, for the kinds of deployments that wait for them. */
export interface StartConditions {
  /**
   * Evaluates all conditions at the same time, and returns after 5 s at the latest. Never throws: a condition that could not
   * be checked is `unknown`, and so not met.
   *
   * @param mayReuse - Whether results of the last 5 s may be reused. If not, every condition is evaluated now.
   */
  evaluate(
    request: StartRequest,
    mayReuse: boolean,
  ): Promise<StartConditionFacts[]>;
  /** Lists why conditions can never be checked, however long a deployment waits, each as a sentence. */
  findProblems(request: StartRequest): string[];
}

export type StartConditionsDeps = PrepareDeps & {
  logger: LoggerService;
  /** How long a system may take to respond, in milliseconds. Default: 5 s. */
  respondWithinMs?: number;
};

const RESPOND_WITHIN_MS = 5_000;
/** How old a reused result may be, in milliseconds. */
const REUSE_WITHIN_MS = 5_000;

export function createStartConditions(
  deps: StartConditionsDeps,
): StartConditions {
  const results = new Map<
    string,
    { at: number; result: Promise<StartConditionFacts> }
  >();

  function evaluateOrReuse(
    condition: StartConditionModel,
    request: StartRequest,
    mayReuse: boolean,
  ): Promise<StartConditionFacts> {
    const now = Date.now();
    results.forEach(({ at }, key) => {
      if (now - at >= REUSE_WITHIN_MS) {
        results.delete(key);
      }
    });
    const key = JSON.stringify([
      condition.name,
      request.environment.name,
      request.service,
      request.kind,
      request.version.id,
    ]);
    const known = results.get(key);
    if (known && mayReuse) {
      return known.result;
    }
    const result = evaluateCondition(deps, condition, request);
    results.set(key, { at: now, result });
    return result;
  }

  return {
    evaluate: (request, mayReuse) =>
      Promise.all(
        listConditions(request).map(condition =>
          evaluateOrReuse(condition, request, mayReuse),
        ),
      ),
    findProblems: request =>
      listConditions(request).flatMap(condition => {
        const prepared = prepareStartCondition(deps, condition, request);
        const problems =
          prepared.result === 'prepared'
            ? prepared.provider.findProblems?.(prepared.with) ?? []
            : [prepared.message];
        return problems.map(
          problem =>
            `Start condition "${condition.name}": ${deps.renderer.redact(
              problem,
            )}`,
        );
      }),
  };
}

function listConditions({
  kind,
  environment,
}: StartRequest): readonly StartConditionModel[] {
  return needsConditions(kind) ? environment.startConditions : [];
}

async function evaluateCondition(
  deps: StartConditionsDeps,
  condition: StartConditionModel,
  request: StartRequest,
): Promise<StartConditionFacts> {
  const { name } = condition;
  const { redact } = deps.renderer;
  try {
    const result = await callProvider(deps, condition, request);
    return result.state === 'met'
      ? { name, state: 'met' }
      : { name, ...redactUnmet(result, redact) };
  } catch (error) {
    const { message } = redactBlocker(
      {
        kind: 'condition',
        message: error instanceof Error ? error.message : String(error),
      },
      redact,
    );
    deps.logger.debug(
      `The start condition ${name} of ${request.service} in ${request.environment.name} could not be checked: ${message}`,
    );
    return {
      name,
      state: 'unknown',
      description: describeStartCondition(deps, condition, request),
      message,
    };
  }
}

async function callProvider(
  deps: StartConditionsDeps,
  condition: StartConditionModel,
  request: StartRequest,
): Promise<StartConditionResult> {
  const { kind, service, environment, settings, version } = request;
  const prepared = prepareStartCondition(deps, condition, request);
  if (prepared.result === 'invalid') {
    throw new Error(prepared.message);
  }
  const respondWithinMs = deps.respondWithinMs ?? RESPOND_WITHIN_MS;
  const result = await callWithDeadline(respondWithinMs, signal =>
    prepared.provider.evaluate({
      service,
      environment: { name: environment.name, tier: environment.tier },
      settings,
      with: prepared.with,
      ...(kind === 'remove' ? {} : { version }),
      deadline: Date.now() + respondWithinMs,
      signal,
    }),
  );
  // A provider may be plain JavaScript, and any other result must not let a deployment start.
  const state: unknown = result?.state;
  if (state !== 'met' && state !== 'unmet') {
    throw new Error(
      `the provider '${condition.provider}' returned neither met nor unmet`,
    );
  }
  return result;
}

/** Prepares a result for being stored and shown: without secrets, cut, and only with links that are web addresses. */
function redactUnmet(
  { message, until, links }: Extract<StartConditionResult, { state: 'unmet' }>,
  redact: (text: string) => string,
): StartConditionResult {
  const shown = redactBlocker(
    { kind: 'condition', message, ...(links ? { links } : {}) },
    redact,
  );
  const isTime =
    until !== undefined && !Number.isNaN(new Date(until).getTime());
  return {
    state: 'unmet',
    message: shown.message,
    ...(isTime ? { until } : {}),
    ...(shown.links ? { links: shown.links } : {}),
  };
}
