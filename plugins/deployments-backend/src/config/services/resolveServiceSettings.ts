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
import {
  MAX_ANNOTATION_LENGTH,
  renderSettings,
} from '../schema/settingTemplates';

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
  /** Who reads what runs: the target, unless the environment names another provider. */
  observer: {
    provider: string;
    settings: JsonObject;
    /** Why it can't be asked with these settings, each as a sentence. */
    refusals: string[];
  };
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
 * rejects is ignored and listed in `problems`. The settings of the environment's `observe` are resolved in the same way; an
 * annotation applies to both, where they accept it. Never throws because of an entity's content.
 */
export function resolveServiceSettings(
  model: Pick<DeploymentsModel, 'services' | 'checks'>,
  entity: Entity,
  environment: EnvironmentModel,
  { targets }: Pick<ProviderRegistry, 'targets'>,
): ResolvedSettings {
  const overlay =
    model.services[stringifyEntityRef(entity)]?.[environment.name];
  const target = resolvePart(
    targets,
    environment.target,
    overlay?.target,
    entity,
    environment,
  );
  const observe =
    environment.observe &&
    resolvePart(
      targets,
      environment.observe,
      overlay?.observe,
      entity,
      environment,
    );
  const problems = applyAnnotations(
    observe ? [target, observe] : [target],
    entity,
    environment,
  );
  return {
    target: {
      provider: target.provider,
      settings: getSettings(target),
      serviceSettings: target.own,
    },
    environmentSettings: target.environmentSettings,
    observer: {
      provider: (observe ?? target).provider,
      settings: getSettings(observe ?? target),
      refusals: listRefusals(observe ?? target, environment),
    },
    checks: Object.fromEntries(
      Object.entries(model.checks).map(([name, check]) => [
        name,
        { ...check, ...overlay?.checks[name] },
      ]),
    ),
    problems: [...target.problems, ...(observe?.problems ?? []), ...problems],
    refusals: listRefusals(target, environment),
  };
}

/** The settings of one provider. */
interface Part {
  provider: string;
  target: DeploymentTarget | undefined;
  environmentSettings: JsonObject;
  /** The service's part. */
  own: JsonObject;
  problems: string[];
  missing: string[];
}

function getSettings({ environmentSettings, own }: Part): JsonObject {
  return { ...environmentSettings, ...own };
}

function resolvePart(
  targets: ReadonlyMap<string, DeploymentTarget>,
  { provider, settings }: EnvironmentModel['target'],
  overlay: JsonObject | undefined,
  entity: Entity,
  environment: EnvironmentModel,
): Part {
  const target = targets.get(provider);
  const ofEnvironment = renderSettings(settings, entity, environment);
  const ofService = renderSettings(overlay ?? {}, entity, environment);
  const derived = deriveAllowed(
    target,
    entity,
    ofEnvironment.settings,
    environment,
  );
  return {
    provider,
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
  if (!target?.deriveSettings || annotations.length === 0) {
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
    const refusal = findRefusal(
      { ...settings, ...accepted },
      key,
      value,
      target,
    );
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

/**
 * Applies the annotations `slipway/<environment>.<key>` of a service to each provider that accepts them. Returns the
 * problems of those that none accepts.
 */
function applyAnnotations(
  parts: Part[],
  entity: Entity,
  environment: EnvironmentModel,
): string[] {
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
    const refusals: string[] = [];
    for (const part of parts) {
      const result = findAccepted(getSettings(part), key, value, part.target);
      if (result.accepted) {
        part.own = { ...part.own, ...result.accepted };
      } else {
        refusals.push(result.refusal);
      }
    }
    if (refusals.length === parts.length) {
      problems.push(`The annotation ${annotation} is ignored: ${refusals[0]}.`);
    }
  }
  return problems;
}

/** Says what is wrong with the settings as a whole, e.g. that a key is missing for this service. */
function listRefusals(part: Part, { name }: EnvironmentModel): string[] {
  const wrong = part.target?.validateSettings(getSettings(part)) ?? [];
  return [
    ...part.missing,
    ...wrong.map(
      each =>
        `The settings of the target ${part.provider} in ${name} are invalid: ${each}`,
    ),
  ];
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
