import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  CheckModel,
  DeploymentsModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';

/** The settings of a service in an environment, with all overrides applied. */
export interface ResolvedSettings {
  target: {
    provider: string;
    settings: JsonObject;
    /** The service's own part of `settings`, even where the environment has the same value. */
    serviceSettings: JsonObject;
  };
  /** All checks of the model, with the service's overrides applied. */
  checks: Record<string, CheckModel>;
  /** The plan's warnings: for each ignored annotation, a sentence that says why. */
  problems: string[];
}

/** The longest value of an annotation. Longer ones can't be sensible settings, and would only fill snapshots. */
const MAX_ANNOTATION_LENGTH = 500;

/**
 * Overrides the environment's settings with the service's config, and then with its annotations
 * `slipway/<environment>.<key>`. Annotations can only set keys that the environment allows. An annotation that the target
 * rejects is ignored and listed in `problems`. Never throws because of an entity's content.
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
  for (const { annotation, key, value } of listAnnotations(
    entity,
    environment,
  )) {
    if (!environment.annotations.includes(key)) {
      problems.push(
        `The annotation ${annotation} is ignored: ${
          environment.annotations.length > 0
            ? `in ${
                environment.name
              }, services can only set ${environment.annotations.join(', ')}`
            : `in ${environment.name}, services can't set anything by annotation`
        }.`,
      );
      continue;
    }
    const result = findAccepted(
      { ...environment.target.settings, ...own },
      key,
      value,
      target,
    );
    if (result.accepted) {
      own = { ...own, ...result.accepted };
    } else {
      problems.push(
        `The annotation ${annotation} is ignored: ${result.refusal}.`,
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

function listAnnotations(
  entity: Entity,
  environment: EnvironmentModel,
): { annotation: string; key: string; value: string }[] {
  const prefix = `slipway/${environment.name}.`;
  return Object.entries(entity.metadata.annotations ?? {})
    .filter(([annotation]) => annotation.startsWith(prefix))
    .map(([annotation, value]) => ({
      annotation,
      key: annotation.slice(prefix.length),
      // The catalog validates this too, but not for every entity provider.
      value: typeof value === 'string' ? value : '',
    }));
}

/** Finds the first reading of an annotation that the target accepts: as a text, a number or a boolean. */
function findAccepted(
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
  // Templates are substituted in settings, and a service must not read secrets this way.
  if (text.includes('{{')) {
    return { refusal: 'its value must not contain {{ … }}' };
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
