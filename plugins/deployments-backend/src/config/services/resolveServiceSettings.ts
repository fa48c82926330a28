import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  CheckModel,
  DeploymentsModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';
import { MAX_ANNOTATION_LENGTH, renderSettings } from './settingTemplates';

/** The settings of a service in an environment, with all overrides applied. */
export interface ResolvedSettings {
  target: {
    provider: string;
    settings: JsonObject;
    /** The service's own part of `settings`, even where the environment has the same value. */
    serviceSettings: JsonObject;
  };
  /** The environment's part of the target's settings. */
  environmentSettings: JsonObject;
  /** All checks of the model, with the service's overrides applied. */
  checks: Record<string, CheckModel>;
  /** The plan's warnings: for each ignored annotation, a sentence that says why. */
  problems: string[];
  /** Why nothing can be deployed with these settings, each as a sentence. */
  refusals: string[];
}

/**
 * Resolves the settings of a service in an environment. From lowest to highest precedence: the environment's settings, those
 * that the target derives from annotations for other tools, the service's config, and the service's annotations
 * `slipway/<environment>.<key>`. Annotations can only set keys that the environment allows. An annotation that the target
 * rejects is ignored and listed in `problems`. Never throws because of an entity's content.
 */
export function resolveServiceSettings(
  model: Pick<DeploymentsModel, 'services' | 'checks'>,
  entity: Entity,
  environment: EnvironmentModel,
  { targets }: Pick<ProviderRegistry, 'targets'>,
): ResolvedSettings {
  const overlay =
    model.services[stringifyEntityRef(entity)]?.[environment.name];
  const part = resolvePart(
    { ...environment.target, target: targets.get(environment.target.provider) },
    overlay?.target,
    entity,
    environment,
  );
  const { own, problems } = applyAnnotations(part, entity, environment);
  const settings = { ...part.environmentSettings, ...own };
  return {
    target: {
      provider: environment.target.provider,
      settings,
      serviceSettings: own,
    },
    environmentSettings: part.environmentSettings,
    checks: Object.fromEntries(
      Object.entries(model.checks).map(([name, check]) => [
        name,
        { ...check, ...overlay?.checks[name] },
      ]),
    ),
    problems: [...part.problems, ...problems],
    refusals: [...part.missing, ...listRefusals(part, settings, environment)],
  };
}

/** A provider's settings before the annotations of the service are applied. */
interface Part {
  target: DeploymentTarget | undefined;
  environmentSettings: JsonObject;
  own: JsonObject;
  problems: string[];
  missing: string[];
}

function resolvePart(
  {
    target,
    settings,
  }: { target: DeploymentTarget | undefined; settings: JsonObject },
  overlay: JsonObject | undefined,
  entity: Entity,
  environment: EnvironmentModel,
): Part {
  const ofEnvironment = renderSettings(settings, entity, environment);
  const ofService = renderSettings(overlay ?? {}, entity, environment);
  const derived = deriveAllowed(
    target,
    entity,
    ofEnvironment.settings,
    environment,
  );
  return {
    target,
    environmentSettings: ofEnvironment.settings,
    own: { ...derived.settings, ...ofService.settings },
    problems: derived.problems,
    missing: [
      // What the service sets itself is not missing.
      ...ofEnvironment.missing.filter(
        ({ key }) => !(key in ofService.settings),
      ),
      ...ofService.missing,
    ].map(({ sentence }) => sentence),
  };
}

/** Derives settings from annotations for other tools, for the keys that the environment allows. */
function deriveAllowed(
  target: DeploymentTarget | undefined,
  entity: Entity,
  settings: JsonObject,
  { annotations, name }: EnvironmentModel,
): { settings: JsonObject; problems: string[] } {
  if (annotations.length === 0 || !target?.deriveSettings) {
    return { settings: {}, problems: [] };
  }
  const derived = target.deriveSettings(entity, settings);
  const accepted: JsonObject = {};
  const problems = [...derived.problems];
  for (const key of annotations) {
    const value = derived.settings[key];
    if (value === undefined) {
      continue;
    }
    const refusal = findRefusal({ ...settings, ...accepted }, key, value, target);
    if (refusal === undefined) {
      accepted[key] = value;
    } else {
      problems.push(
        `The setting ${key} in ${name}, which the target ${target.id} derives from the service's annotations, is ignored: ${refusal}.`,
      );
    }
  }
  return { settings: accepted, problems };
}

/** Applies the annotations `slipway/<environment>.<key>` of a service. */
function applyAnnotations(
  part: Part,
  entity: Entity,
  environment: EnvironmentModel,
): { own: JsonObject; problems: string[] } {
  let { own } = part;
  const problems: string[] = [];
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
      { ...part.environmentSettings, ...own },
      key,
      value,
      part.target,
    );
    if (result.accepted) {
      own = { ...own, ...result.accepted };
    } else {
      problems.push(
        `The annotation ${annotation} is ignored: ${result.refusal}.`,
      );
    }
  }
  return { own, problems };
}

/** Says what the target finds wrong with the settings as a whole, e.g. that a key is missing for this service. */
function listRefusals(
  { target }: Part,
  settings: JsonObject,
  { name }: EnvironmentModel,
): string[] {
  return (target?.validateSettings(settings) ?? []).map(
    wrong => `The target's settings in ${name} are invalid: ${wrong}`,
  );
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
  target: DeploymentTarget | undefined,
): { accepted: JsonObject } | { accepted?: undefined; refusal: string } {
  if (text === '' || text.length > MAX_ANNOTATION_LENGTH) {
    return {
      refusal: `its value must have between 1 and ${MAX_ANNOTATION_LENGTH} characters`,
    };
  }
  let refusal = 'the target refuses it';
  for (const value of [text, ...listScalars(text)]) {
    const wrong = findRefusal(settings, key, value, target);
    if (wrong === undefined) {
      return { accepted: { [key]: value } };
    }
    refusal = wrong;
  }
  return { refusal };
}

/** Why a target rejects a value from an annotation; `undefined` if it accepts it. */
function findRefusal(
  settings: JsonObject,
  key: string,
  value: JsonValue,
  target: DeploymentTarget | undefined,
): string | undefined {
  // Templates are substituted in settings, and a service must not read secrets this way.
  if (JSON.stringify(value).includes('{{')) {
    return 'its value must not contain {{ … }}';
  }
  const already = target?.validateSettings(settings) ?? [];
  const wrong = (
    target?.validateSettings({ ...settings, [key]: value }) ?? []
  ).filter(problem => !already.includes(problem));
  return wrong.length > 0 ? wrong.join('; ').replace(/\.$/, '') : undefined;
}

function listScalars(text: string): JsonValue[] {
  if (text === 'true' || text === 'false') {
    return [text === 'true'];
  }
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? [Number(text)] : [];
}
