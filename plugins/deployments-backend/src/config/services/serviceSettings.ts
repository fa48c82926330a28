import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  CheckModel,
  DeploymentsModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';

/** The settings of a service in an environment, all layers laid over each other. */
export interface ResolvedSettings {
  target: {
    provider: string;
    settings: JsonObject;
    /** Of these, what the service says itself, also where the environment says the same at the moment. */
    serviceSettings: JsonObject;
  };
  /** All checks of the model, as they are for this service here. */
  checks: Record<string, CheckModel>;
  /** Annotations that are not used, and why, one sentence each: for the plan's warnings. */
  problems: string[];
}

/** Longer values are no settings; they would only fill snapshots. */
const MAX_ANNOTATION_LENGTH = 500;

/**
 * Lays the service's config, then its annotations `slipway/<environment>.<key>`, over the environment's settings.
 * Annotations set only the keys that the environment lets them; one that the target refuses is left out and named in
 * `problems`. Never throws for what an entity says.
 */
export function resolveServiceSettings(
  model: Pick<DeploymentsModel, 'services' | 'checks'>,
  entity: Entity,
  environment: EnvironmentModel,
  target: DeploymentTarget,
): ResolvedSettings {
  const overlay =
    model.services[stringifyEntityRef(entity)]?.[environment.name];
  const problems: string[] = [];
  let own: JsonObject = { ...overlay?.target };
  for (const { annotation, key, value } of annotated(entity, environment)) {
    if (!environment.annotations.includes(key)) {
      problems.push(
        `The annotation ${annotation} is not used: ${
          environment.annotations.length > 0
            ? `in ${
                environment.name
              } a service may set ${environment.annotations.join(', ')}`
            : `${environment.name} lets services set nothing by annotation`
        }.`,
      );
      continue;
    }
    const attributed = firstAccepted(
      { ...environment.target.settings, ...own },
      key,
      value,
      target,
    );
    if (attributed.accepted) {
      own = { ...own, ...attributed.accepted };
    } else {
      problems.push(
        `The annotation ${annotation} is not used: ${attributed.refusal}.`,
      );
    }
  }
  return {
    target: {
      provider: environment.target.provider,
      settings: { ...environment.target.settings, ...own },
      serviceSettings: own,
    },
    checks: Object.fromEntries(
      Object.entries(model.checks).map(([name, check]) => [
        name,
        { ...check, ...overlay?.checks[name] },
      ]),
    ),
    problems,
  };
}

function annotated(
  entity: Entity,
  environment: EnvironmentModel,
): { annotation: string; key: string; value: string }[] {
  const prefix = `slipway/${environment.name}.`;
  return Object.entries(entity.metadata.annotations ?? {})
    .filter(([annotation]) => annotation.startsWith(prefix))
    .map(([annotation, value]) => ({
      annotation,
      key: annotation.slice(prefix.length),
      // The catalog checks this as well, but not for every provider of entities.
      value: typeof value === 'string' ? value : '',
    }));
}

/** Annotations are texts; a target may want a number, true or false. What it accepts first, counts. */
function firstAccepted(
  settings: JsonObject,
  key: string,
  text: string,
  target: DeploymentTarget,
): { accepted: JsonObject } | { accepted?: undefined; refusal: string } {
  if (text === '' || text.length > MAX_ANNOTATION_LENGTH) {
    return {
      refusal: `its value must have between 1 and ${MAX_ANNOTATION_LENGTH} characters`,
    };
  }
  // A value is a value: whatever is substituted elsewhere, a service cannot ask for it here.
  if (text.includes('{{')) {
    return { refusal: 'its value must not hold a {{ … }}' };
  }
  const already = target.validateSettings(settings);
  let refusal = 'the target refuses it';
  for (const value of [text, ...listScalars(text)]) {
    const wrong = target
      .validateSettings({ ...settings, [key]: value })
      .filter(problem => !already.includes(problem));
    if (wrong.length === 0) {
      return { accepted: { [key]: value } };
    }
    refusal = wrong.join('; ').replace(/\.$/, '');
  }
  return { refusal };
}

function listScalars(text: string): JsonValue[] {
  if (text === 'true' || text === 'false') {
    return [text === 'true'];
  }
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? [Number(text)] : [];
}
