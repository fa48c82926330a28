import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { z } from 'zod';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { Renderer } from '../domain/goldenPath/renderTemplates';

/** The calls of a plan that cannot be sent, in words for the person who asks for the deployment. */
export interface Unsendable {
  /** Of steps that would fail for certain, and of checks that could never measure. */
  problems: string[];
  /** Of checks that cannot measure this time: with nothing beside the candidate, say. */
  warnings: string[];
}

interface Provider {
  schema: z.ZodType;
  findProblems?(settings: never): string[];
}

/** Not known before there is one. */
const LATER: Instance = {
  id: 'later',
  artifact: 'later',
  versionName: 'later',
  url: 'http://later.invalid',
};
const NO_DEPLOYMENT_YET = '00000000-0000-4000-8000-000000000000';

/**
 * Fills in everything that steps and checks of a plan will be called with, as far as it is known now: service,
 * environment, version, inputs and secrets as they are, the candidate and the service's URL by ones that stand for them.
 * What has no value, or cannot be sent, is found before anything is changed. Nothing of what is filled in is kept: it may
 * hold secrets.
 *
 * @param isObserved - whether what runs now is known; if not, a baseline may turn up
 */
export function findUnsendable(
  deps: {
    registry: Pick<ProviderRegistry, 'stepKinds' | 'checkProviders'>;
    renderer: Renderer;
  },
  snapshot: Snapshot,
  { id, isObserved }: { id?: string; isObserved: boolean },
): Unsendable {
  const { registry, renderer } = deps;
  const found: Unsendable = { problems: [], warnings: [] };
  const baseline =
    snapshot.baselineInstance ?? (isObserved ? undefined : LATER);
  const listProblems = (
    provider: Provider | undefined,
    written: JsonObject,
    beside: Instance | undefined,
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
        candidate: LATER,
        baseline: beside,
        version: snapshot.version,
        serviceUrl: LATER.url,
      },
    );
    if (rendered.result === 'missing') {
      return [rendered.message];
    }
    const settings = provider?.schema.safeParse(rendered.value);
    if (!settings) {
      return [];
    }
    return settings.success
      ? provider?.findProblems?.(settings.data as never) ?? []
      : [
          `its settings are not valid once {{ … }} is filled in: ${settings.error.issues
            .map(({ path }) => path.join('.'))
            .join(', ')}`,
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
    // What is wrong with a baseline beside it, too, is wrong for good: one message may name several values.
    const always =
      check && now.length > 0 ? listProblems(provider, check.with, LATER) : [];
    const onlyNow = now.filter(problem => !always.includes(problem));
    found.problems.push(...always.map(each => `Check "${name}": ${each}`));
    found.warnings.push(...onlyNow.map(each => `Check "${name}": ${each}`));
  }
  return found;
}
