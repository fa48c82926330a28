import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  listIssuePaths,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { Renderer } from '../domain/goldenPath/renderTemplates';

/** The calls of a plan that can't be sent, each as a sentence for the requester. */
export interface CallProblems {
  /** Steps that would certainly fail, and checks that could never measure. */
  problems: string[];
  /** Checks that cannot measure this time, for example because there is no baseline. */
  warnings: string[];
}

interface Provider {
  schema: StandardSchemaV1;
  findProblems?(settings: never): string[];
  escapeValue?: CheckProvider['escapeValue'];
}

/** Used in place of an instance that does not exist yet. */
const PLACEHOLDER: Instance = {
  id: 'later',
  artifact: 'later',
  versionName: 'later',
  url: 'http://later.invalid',
};
const NO_DEPLOYMENT_YET = '00000000-0000-4000-8000-000000000000';

/**
 * Finds, before a deployment changes anything, the calls that can't be sent. It fills in the templates of the plan's steps
 * and checks with what is known now: service, environment, version, inputs and secrets. Placeholders replace the
 * candidate and the service's URL. Filled-in settings are not stored, because they may contain secrets.
 *
 * @param isObserved - whether the target was observed; if not, there may be a baseline
 */
export function findCallProblems(
  deps: {
    registry: Pick<ProviderRegistry, 'stepKinds' | 'checkProviders'>;
    renderer: Renderer;
  },
  snapshot: Snapshot,
  { id, isObserved }: { id?: string; isObserved: boolean },
): CallProblems {
  const { registry, renderer } = deps;
  const found: CallProblems = { problems: [], warnings: [] };
  const baseline =
    snapshot.baselineInstance ?? (isObserved ? undefined : PLACEHOLDER);
  const listProblems = (
    provider: Provider | undefined,
    written: JsonObject,
    assumedBaseline: Instance | undefined,
  ): string[] => {
    const rendered = renderer.render(
      written,
      {
        id: id ?? NO_DEPLOYMENT_YET,
        service: snapshot.service,
        environment: snapshot.environment.name,
        inputs: snapshot.inputs,
        snapshot,
      },
      {
        candidate: PLACEHOLDER,
        baseline: assumedBaseline,
        version: snapshot.version,
        serviceUrl: PLACEHOLDER.url,
        window: { from: 0, to: 60_000 },
      },
      provider?.escapeValue,
    );
    if (rendered.result === 'missing') {
      return [rendered.message];
    }
    const settings =
      provider && parseWithSchema(provider.schema, rendered.value);
    if (!settings) {
      return [];
    }
    return settings.success
      ? provider?.findProblems?.(settings.data as never) ?? []
      : [
          `its settings are invalid after {{ … }} was filled in: ${listIssuePaths(
            settings.issues,
          )}`,
        ];
  };
  const steps = snapshot.steps.filter(({ skipped }) => skipped === undefined);
  for (const step of steps) {
    const provider = registry.stepKinds.get(step.use);
    for (const problem of listProblems(provider, step.with, baseline)) {
      found.problems.push(`Step "${step.title}": ${problem}`);
    }
  }
  for (const name of new Set(steps.flatMap(({ checks }) => checks))) {
    const check = snapshot.checks[name];
    const provider = check && registry.checkProviders.get(check.provider);
    const now = check ? listProblems(provider, check.with, baseline) : [];
    // A problem that would remain with a baseline is permanent. Compared by message, because a message may name several
    // missing values.
    const always =
      check && now.length > 0
        ? listProblems(provider, check.with, PLACEHOLDER)
        : [];
    const onlyNow = now.filter(problem => !always.includes(problem));
    found.problems.push(...always.map(each => `Check "${name}": ${each}`));
    found.warnings.push(...onlyNow.map(each => `Check "${name}": ${each}`));
  }
  return found;
}
