import { z } from 'zod';
import {
  type ConfigPath,
  didYouMean,
  formatConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import { createCapabilityChecks } from './checkCapabilities';
import type { CapabilityChecks } from './checkCapabilities';
import { positiveDuration } from '../schema/durations';
import { formatTitle, TIERS } from '../environments/readEnvironments';
import { resolveExtends } from './resolveExtends';
import { declaredInputs, readInputs } from './validateInputs';
import { checkEntityComparison, readPredicate } from '../schema/predicates';
import { validateRollout } from './validateRollout';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import { ON_FAILURE, readSteps } from './readSteps';
import { readWatch } from './readWatch';
import type { WrittenGoldenPath } from './resolveExtends';
import { collectMistakes } from '../schema/mistakes';
import type { Mistake, Mistakes } from '../schema/mistakes';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import type {
  CheckModel,
  EnvironmentModel,
  GoldenPathModel,
  ServiceSettings,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';

const goldenPathShape = z.strictObject({
  title: z.string().min(1).optional(),
  description: z.string().optional(),
  extends: z.string().optional(),
  order: z.number().default(0),
  for: z.unknown().optional(),
  checks: z.array(z.string()).optional(),
  steps: z.unknown().optional(),
  onFailure: z.enum(ON_FAILURE).default('rollback'),
  decideWithin: positiveDuration.default(24 * 3600_000),
  inputs: z.unknown().optional(),
  watch: z.unknown().optional(),
});

/** The model parts that golden paths refer to. */
export interface GoldenPathContext {
  environments: EnvironmentModel[];
  /** The names of all environments, invalid ones included, so that a mistake in one is reported only once. */
  environmentNames: readonly string[];
  checks: Readonly<Record<string, CheckModel>>;
  checkNames: readonly string[];
  analyses: Readonly<Record<string, AnalysisModel>>;
  analysisNames: readonly string[];
  /** Settings of services, keyed by entity ref, then by environment. */
  services: Readonly<Record<string, Record<string, ServiceSettings>>>;
  secrets: readonly string[];
  registry: ProviderRegistry;
  mistakes: Mistakes;
}

/** Reads the section `goldenPaths`. Returns the paths in the order in which their `for` is tried. */
export function readGoldenPaths(
  value: unknown,
  path: ConfigPath,
  context: GoldenPathContext,
): GoldenPathModel[] {
  const entries = readRecord(value, path, context.mistakes, checkName).flatMap(
    ([name, raw]): [string, Record<string, unknown>][] => {
      if (!isRecord(raw)) {
        context.mistakes.add([...path, name], 'expected an object');
        return [];
      }
      return [[name, withoutNulls(raw)]];
    },
  );
  const written = resolveExtends(entries, path, context.mistakes);
  const capabilities = createCapabilityChecks();
  const found = new Map<string, Mistakes>();
  const read = [...written].flatMap(([name, goldenPath]) => {
    const mistakes = collectMistakes();
    found.set(name, mistakes);
    const model = readGoldenPath(name, goldenPath, [...path, name], {
      ...context,
      capabilities,
      mistakes,
    });
    return model ? [model] : [];
  });
  for (const [name, goldenPath] of written) {
    for (const mistake of found.get(name)?.list() ?? []) {
      if (!isInherited(mistake, [...path, name], goldenPath, found)) {
        context.mistakes.addFound(mistake);
      }
    }
  }
  capabilities.report(path.slice(0, -1), context.mistakes);
  return read.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
}

/** Whether a mistake is in a key that another golden path defines, and was found there too. */
function isInherited(
  { path, message }: Mistake,
  goldenPath: ConfigPath,
  { parent, inherited }: WrittenGoldenPath,
  found: ReadonlyMap<string, Mistakes>,
): boolean {
  if (parent === undefined) {
    return false;
  }
  const known = found.get(parent)?.list() ?? [];
  return inherited.some(key => {
    const here = formatConfigPath([...goldenPath, key]);
    const there = formatConfigPath([...goldenPath.slice(0, -1), parent, key]);
    return (
      path.startsWith(here) &&
      known.some(
        other =>
          other.message === message &&
          other.path === `${there}${path.slice(here.length)}`,
      )
    );
  });
}

function readGoldenPath(
  name: string,
  { value, steps: writtenSteps }: WrittenGoldenPath,
  path: ConfigPath,
  context: GoldenPathContext & { capabilities: CapabilityChecks },
): GoldenPathModel | undefined {
  const { mistakes } = context;
  const read = readShape(goldenPathShape, value, path, mistakes);
  const inputs =
    value.inputs === undefined
      ? undefined
      : readInputs(value.inputs, [...path, 'inputs'], mistakes);
  const applies =
    value.for === undefined
      ? undefined
      : readPredicate(value.for, [...path, 'for'], mistakes, comparison =>
          checkEntityComparison(comparison, mistakes),
        );
  read?.checks?.forEach((check, index) => {
    if (!context.checkNames.includes(check)) {
      mistakes.add(
        [...path, 'checks', index],
        `unknown check "${check}"${didYouMean(check, context.checkNames)}`,
      );
    }
  });
  const stepContext = {
    ...context,
    defaultChecks: read?.checks?.filter(check =>
      context.checkNames.includes(check),
    ),
    conditions: {
      inputs: declaredInputs(value.inputs),
      environments: context.environmentNames,
      tiers: TIERS,
    },
  };
  const steps = readSteps(writtenSteps, stepContext);
  const watch =
    value.watch === undefined
      ? undefined
      : readWatch(
          value.watch,
          [...path, 'watch'],
          steps.flatMap(({ model }) => model.checks),
          stepContext,
        );
  if (writtenSteps.length > 0 && steps.length === writtenSteps.length) {
    // If an invalid step is missing, findings about the order of the others would be wrong.
    validateRollout({ steps, root: path.slice(0, -2), ...context });
  }
  if (!read) {
    return undefined;
  }
  return {
    name,
    title: read.title ?? formatTitle(name),
    ...(read.description !== undefined && { description: read.description }),
    order: read.order,
    ...(applies !== undefined && { for: applies }),
    steps: steps.map(({ model }) => model),
    onFailure: read.onFailure,
    decideWithinMs: read.decideWithin,
    ...(inputs && { inputs }),
    ...(watch && { watch }),
  };
}
