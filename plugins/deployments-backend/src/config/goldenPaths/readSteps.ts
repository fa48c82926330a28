import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import { z } from 'zod';
import type { Changes } from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  type ConfigPath,
  didYouMean,
  listKnownKeys,
  parseDuration,
} from '@slipway/backstage-plugin-deployments-node/config';
import { readApprovers } from '../environments/readApprovals';
import { readAnalysisNames } from './readAnalysisNames';
import { readCondition } from './readCondition';
import { duration, positiveDuration } from '../schema/durations';
import { formatTitle } from '../environments/readEnvironments';
import { findCycles } from '../../domain/model/graph';
import { listTemplateUses } from '../schema/listTemplateUses';
import { checkTemplateNames } from './checkTemplateNames';
import { isRecord, readShape, withoutNulls } from '../schema/shape';
import type { ConditionVocabulary } from './readCondition';
import type { WrittenStep } from './resolveExtends';
import { collectMistakes } from '../schema/mistakes';
import type { Mistakes } from '../schema/mistakes';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import type {
  CheckModel,
  StepModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';
import type { TemplateUse } from '../schema/listTemplateUses';

export const ON_FAILURE = ['rollback', 'pause', 'fail'] as const;
const CHANGES = ['none', 'reversible', 'irreversible'] as const;
const MAX_BACKOFF_MS = 5 * 60_000;

const stepShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, {
    message:
      'is not an id; expected at most 63 letters, digits and dashes, starting and ending with a letter or digit',
  }),
  title: z.string().min(1).optional(),
  use: z.string(),
  with: z.record(z.string(), z.unknown()).default({}),
  needs: z.array(z.string()).optional(),
  changes: z.enum(CHANGES).optional(),
  backwardCompatible: z.boolean().default(false),
  if: z.unknown().optional(),
  timeout: positiveDuration.optional(),
  retry: z
    .strictObject({
      attempts: z
        .number()
        .int()
        .min(1, { message: 'must be at least 1: it counts all attempts' })
        .max(20, { message: 'must be at most 20' })
        .optional(),
      backoff: duration.optional(),
      maxBackoff: duration.optional(),
    })
    .optional(),
  onFailure: z.enum(ON_FAILURE).optional(),
});

/** The model parts that a golden path's steps refer to. */
export interface StepContext {
  /** The valid checks. */
  checks: Readonly<Record<string, CheckModel>>;
  /** The names of all checks, invalid ones included, so that a mistake in one is reported only once. */
  checkNames: readonly string[];
  /** The valid analyses. */
  analyses: Readonly<Record<string, AnalysisModel>>;
  /** The names of all analyses, invalid ones included. */
  analysisNames: readonly string[];
  /** The checks of check steps that name none themselves. */
  defaultChecks: readonly string[] | undefined;
  secrets: readonly string[];
  conditions: ConditionVocabulary;
  registry: ProviderRegistry;
  mistakes: Mistakes;
}

/** A step with its settings as parsed by its kind. */
export interface ReadStep {
  model: StepModel;
  kind: StepKind;
  settings: JsonObject;
  path: ConfigPath;
  /** Whether it refers to the candidate, itself or through a check. */
  usesCandidate: boolean;
}

/** Reads a golden path's steps and resolves `needs`. Invalid steps are reported and left out. */
export function readSteps(
  written: WrittenStep[],
  context: StepContext,
): ReadStep[] {
  const { mistakes } = context;
  const ids = written.map(({ value }) => (isRecord(value) ? value.id : ''));
  const steps = written.flatMap(({ value, path }, index) => {
    if (typeof ids[index] === 'string' && ids.indexOf(ids[index]) !== index) {
      mistakes.add(
        [...path, 'id'],
        `"${ids[index]}" is the id of another step`,
      );
    }
    const previous = ids[index - 1];
    const step = readStep(value, path, context);
    return step
      ? [
          withNeeds(step, {
            ids: ids.map(String),
            previous: typeof previous === 'string' ? previous : undefined,
            mistakes,
          }),
        ]
      : [];
  });
  const listNeeds = (id: string) =>
    steps.find(({ model }) => model.id === id)?.model.needs ?? [];
  for (const cycle of findCycles(
    steps.map(({ model }) => model.id),
    listNeeds,
  )) {
    const first = steps.find(({ model }) => model.id === cycle[0]);
    mistakes.add(
      [...(first?.path ?? []), 'needs'],
      `is circular: ${[...cycle, cycle[0]].join(' needs ')}`,
    );
  }
  return steps;
}

type UnlinkedStep = ReadStep & { needs: string[] | undefined };

function withNeeds(
  { needs, ...step }: UnlinkedStep,
  known: {
    ids: readonly string[];
    previous: string | undefined;
    mistakes: Mistakes;
  },
): ReadStep {
  needs?.forEach((id, index) => {
    if (!known.ids.includes(id)) {
      known.mistakes.add(
        [...step.path, 'needs', index],
        `unknown step "${id}"${didYouMean(id, known.ids)}`,
      );
    }
  });
  const resolved = needs ?? (known.previous ? [known.previous] : []);
  return { ...step, model: { ...step.model, needs: resolved } };
}

function readStep(
  raw: unknown,
  path: ConfigPath,
  context: StepContext,
): UnlinkedStep | undefined {
  const { registry, mistakes } = context;
  const read = readShape(
    stepShape,
    isRecord(raw) ? withoutNulls(raw) : raw,
    path,
    mistakes,
  );
  const use = isRecord(raw) ? raw.use : undefined;
  const kind =
    typeof use === 'string' ? registry.stepKinds.get(use) : undefined;
  if (typeof use === 'string' && !kind) {
    mistakes.add(
      [...path, 'use'],
      `unknown step kind "${use}"${didYouMean(use, [
        ...registry.stepKinds.keys(),
      ])}`,
    );
  }
  if (!read || !kind) {
    return undefined;
  }
  const completed = withDefaultChecks(
    read.with,
    kind,
    [...path, 'with'],
    context,
  );
  if (!completed) {
    return undefined;
  }
  const written = withNormalApprovers(
    read.use,
    completed,
    [...path, 'with', 'from'],
    mistakes,
  );
  const settings = readShape(kind.schema, written, [...path, 'with'], mistakes);
  const uses = listTemplateUses(written, [...path, 'with'], mistakes);
  checkTemplateNames(
    uses,
    {
      inputs: [...context.conditions.inputs.keys()],
      secrets: context.secrets,
      of: 'step',
    },
    mistakes,
  );
  const checks = readCheckNames(written, [...path, 'with'], context);
  const analyses = readAnalysisNames(written, kind, [...path, 'with'], context);
  const condition =
    read.if === undefined
      ? undefined
      : readCondition(read.if, [...path, 'if'], context.conditions, mistakes);
  if (settings === undefined) {
    return undefined;
  }
  const changes = readChanges(read, kind.changes(settings), path, mistakes);
  return {
    kind,
    settings,
    path,
    needs: read.needs,
    usesCandidate: [...uses, ...checks.uses].some(({ name }) =>
      name.startsWith('candidate.'),
    ),
    model: {
      id: read.id,
      title: read.title ?? formatTitle(read.id),
      use: read.use,
      with: written as JsonObject,
      needs: [],
      checks: checks.names,
      ...(analyses.length > 0 && { analyses }),
      changes,
      backwardCompatible: read.backwardCompatible,
      ...(condition !== undefined && { if: condition }),
      timeoutMs: readTimeout(
        { timeout: read.timeout, settings: written, kind, path },
        checks.names.map(name => context.checks[name]?.afterMs ?? 0),
        mistakes,
      ),
      retry: {
        // An irreversible step is retried only if the configuration says so.
        attempts: read.retry?.attempts ?? (changes === 'irreversible' ? 1 : 3),
        backoffMs: read.retry?.backoff ?? 2_000,
        maxBackoffMs: Math.max(
          read.retry?.maxBackoff ?? MAX_BACKOFF_MS,
          read.retry?.backoff ?? 0,
        ),
      },
      ...(read.onFailure && { onFailure: read.onFailure }),
      undoable: kind.undo !== undefined,
    },
  };
}

/** Gives a check step that names no checks those of its golden path. */
function withDefaultChecks(
  settings: Record<string, unknown>,
  kind: StepKind,
  path: ConfigPath,
  { defaultChecks, mistakes }: StepContext,
): Record<string, unknown> | undefined {
  if (
    (settings.checks !== undefined && settings.checks !== null) ||
    !listKnownKeys(kind.schema, [])?.includes('checks')
  ) {
    return settings;
  }
  if (defaultChecks) {
    return { ...settings, checks: [...defaultChecks] };
  }
  mistakes.add(
    [...path, 'checks'],
    'is missing; expected names of checks, here or in "checks" of the golden path',
  );
  return undefined;
}

/** Normalizes approvers to full entity refs, because these are compared: `group:release-managers` gets its namespace. */
function withNormalApprovers(
  use: string,
  settings: Record<string, unknown>,
  path: ConfigPath,
  mistakes: Mistakes,
): Record<string, unknown> {
  const { from } = settings;
  return use === 'approve' &&
    Array.isArray(from) &&
    from.every(ref => typeof ref === 'string')
    ? { ...settings, from: readApprovers(from, path, mistakes) }
    : settings;
}

/** Reads the checks that a step names, and validates their templates, because inputs are known only in a golden path. */
function readCheckNames(
  settings: Record<string, unknown>,
  path: ConfigPath,
  context: StepContext,
): { names: string[]; uses: TemplateUse[] } {
  const { checks, checkNames, mistakes } = context;
  const given = Array.isArray(settings.checks) ? settings.checks : [];
  const names: string[] = [];
  const uses: TemplateUse[] = [];
  given.forEach((name, index) => {
    const here = [...path, 'checks', index];
    if (typeof name !== 'string') {
      return;
    }
    if (!checkNames.includes(name)) {
      mistakes.add(
        here,
        `unknown check "${name}"${didYouMean(name, checkNames)}`,
      );
      return;
    }
    names.push(name);
    const check = checks[name];
    if (check) {
      // Its other mistakes were reported at its declaration.
      const used = listTemplateUses(check.with, here, collectMistakes());
      uses.push(...used);
      checkTemplateNames(
        // Which inputs there are depends on the path. All other names were checked at its declaration.
        used.filter(use => use.name.startsWith('inputs.')),
        {
          inputs: [...context.conditions.inputs.keys()],
          secrets: context.secrets,
          of: 'check',
        },
        mistakes,
      );
    }
  });
  return { names, uses };
}

/** Kinds whose `changes` can't be lowered, because then a rollback would leave a change in place. */
const FIXED_CHANGES = ['deploy', 'canary', 'shadow', 'traffic', 'finalize'];

function readChanges(
  read: { changes?: Changes; use: string },
  kindChanges: Changes,
  path: ConfigPath,
  mistakes: Mistakes,
): Changes {
  if (
    read.changes &&
    FIXED_CHANGES.includes(read.use) &&
    CHANGES.indexOf(read.changes) < CHANGES.indexOf(kindChanges)
  ) {
    mistakes.add(
      [...path, 'changes'],
      `can't be "${read.changes}", because ${read.use} is ${kindChanges}`,
    );
  }
  return read.changes ?? kindChanges;
}

/** Reads the timeout in milliseconds. The default is that of the step's kind, plus its `for` and its checks' warm-up. */
function readTimeout(
  step: {
    timeout: number | undefined;
    settings: Record<string, unknown>;
    kind: StepKind;
    path: ConfigPath;
  },
  warmUps: number[],
  mistakes: Mistakes,
): number {
  const lastsMs =
    step.settings.for === undefined
      ? 0
      : (parseDuration(step.settings.for) ?? 0) + Math.max(0, ...warmUps);
  if (step.timeout !== undefined && step.timeout <= lastsMs) {
    mistakes.add(
      [...step.path, 'timeout'],
      `must be longer than the step itself (${formatDuration(
        lastsMs,
      )} with the warm-up of its checks)`,
    );
  }
  return step.timeout ?? step.kind.timeoutMs + lastsMs;
}
