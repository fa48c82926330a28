import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { findCycles } from '../../domain/model/graph';
import { PATTERNS } from './patterns/patterns';
import { isRecord, withoutNulls } from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';

/** A step as written, and the config path for its mistakes. */
export interface WrittenStep {
  value: unknown;
  path: ConfigPath;
}

/** A golden path as written, merged with the one it extends. */
export interface WrittenGoldenPath {
  value: Record<string, unknown>;
  steps: WrittenStep[];
  /** The golden path that it extends, unless that is a pattern, and the keys that it inherits from there. */
  parent?: string;
  inherited: string[];
}

/** The keys inherited from the extended golden path. `for`, `order`, `title` and `description` are always its own. */
const INHERITED = ['onFailure', 'decideWithin', 'inputs', 'checks', 'watch'];

/**
 * Merges golden paths with those that they extend: other golden paths or patterns. In a path with the name of a pattern,
 * `extends` with that name means the pattern. Invalid paths are reported and left out.
 */
export function resolveExtends(
  paths: [string, Record<string, unknown>][],
  root: ConfigPath,
  mistakes: Mistakes,
): Map<string, WrittenGoldenPath> {
  const written = new Map(paths);
  const names = [...written.keys()];
  const bases = [...new Set([...names, ...Object.keys(PATTERNS)])];
  const findParent = (name: string): string | undefined => {
    const parent = written.get(name)?.extends;
    return typeof parent === 'string' && parent !== name && written.has(parent)
      ? parent
      : undefined;
  };
  const isCircular = new Set<string>();
  for (const cycle of findCycles(names, name => toList(findParent(name)))) {
    cycle.forEach(name => isCircular.add(name));
    mistakes.add(
      [...root, cycle[0], 'extends'],
      `is circular: ${[...cycle, cycle[0]].join(' extends ')}`,
    );
  }

  const resolved = new Map<string, WrittenGoldenPath | undefined>();
  const resolve = (name: string): WrittenGoldenPath | undefined => {
    if (resolved.has(name)) {
      return resolved.get(name);
    }
    const path = build(name);
    resolved.set(name, path);
    return path;
  };
  return new Map(
    names.flatMap(name => {
      const path = resolve(name);
      return path ? [[name, path] as const] : [];
    }),
  );

  function build(name: string): WrittenGoldenPath | undefined {
    const own = written.get(name) ?? {};
    const path = [...root, name];
    if (isCircular.has(name)) {
      return undefined;
    }
    if (own.extends === undefined) {
      return {
        value: own,
        steps: listSteps(own.steps, path, mistakes),
        inherited: [],
      };
    }
    const parent = findParent(name);
    const base = parent
      ? resolve(parent)
      : fromPattern(String(own.extends), path);
    if (!base) {
      if (!parent) {
        mistakes.add(
          [...path, 'extends'],
          `unknown golden path "${own.extends}"${didYouMean(
            String(own.extends),
            bases.filter(it => it !== name || it in PATTERNS),
          )}`,
        );
      }
      return undefined;
    }
    const inherited = Object.fromEntries(
      Object.entries(base.value).filter(([key]) => INHERITED.includes(key)),
    );
    return {
      value: { ...inherited, ...own },
      steps: editSteps(base.steps, own.steps, [...path, 'steps'], mistakes),
      ...(parent === undefined ? {} : { parent }),
      inherited: Object.keys(inherited).filter(key => !(key in own)),
    };
  }
}

function fromPattern(
  name: string,
  path: ConfigPath,
): WrittenGoldenPath | undefined {
  const pattern = Object.hasOwn(PATTERNS, name) ? PATTERNS[name] : undefined;
  if (!pattern) {
    return undefined;
  }
  const steps = Array.isArray(pattern.steps) ? pattern.steps : [];
  return {
    value: pattern,
    // A pattern isn't in app-config, so its steps are reported by id under the path that extends it.
    steps: steps.map((value, index) => ({
      value,
      path: [...path, 'steps', toId(value) ?? index],
    })),
    inherited: [],
  };
}

function listSteps(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): WrittenStep[] {
  if (!Array.isArray(value) || value.length === 0) {
    mistakes.add(
      [...path, 'steps'],
      value === undefined
        ? 'is missing; expected a list of steps, or "extends" with a pattern: rolling, blue-green, canary'
        : 'expected a list of at least one step',
    );
    return [];
  }
  return value.map((step, index) => ({
    value: step,
    path: [...path, 'steps', index],
  }));
}

/** Applies edits to steps: a known id changes or removes that step; a new id adds one, at the end or before or after another. */
function editSteps(
  base: WrittenStep[],
  edits: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): WrittenStep[] {
  if (edits === undefined || edits === null) {
    return base;
  }
  if (!Array.isArray(edits)) {
    mistakes.add(path, 'expected a list of steps');
    return base;
  }
  const steps = [...base];
  edits.forEach((edit: unknown, index) => {
    const here = [...path, index];
    const id = toId(edit);
    if (!isRecord(edit) || id === undefined) {
      mistakes.add(
        here,
        'has no "id"; expected the id of a step to change, or of a new step',
      );
      return;
    }
    const { before, after, remove, ...step } = edit;
    const at = steps.findIndex(({ value }) => toId(value) === id);
    if (at >= 0 && (before !== undefined || after !== undefined)) {
      mistakes.add(
        here,
        `can't be moved, because "${id}" is a step of the extended golden path. Remove it and add a step with another id`,
      );
    } else if (remove !== undefined) {
      removeStep(steps, at, { id, remove, step, path: here }, mistakes);
    } else if (at >= 0) {
      steps[at] = { value: mergeStep(steps[at].value, step), path: here };
    } else {
      const position = findPosition(
        steps,
        { before, after, path: here },
        mistakes,
      );
      steps.splice(position, 0, { value: step, path: here });
    }
  });
  return steps;
}

function removeStep(
  steps: WrittenStep[],
  at: number,
  edit: {
    id: string;
    remove: unknown;
    step: Record<string, unknown>;
    path: ConfigPath;
  },
  mistakes: Mistakes,
): void {
  if (edit.remove !== true || Object.keys(edit.step).length > 1) {
    mistakes.add(
      [...edit.path, 'remove'],
      'expected only "remove: true" and the id',
    );
  } else if (at < 0) {
    mistakes.add(
      [...edit.path, 'id'],
      `there is no step "${edit.id}" to remove${didYouMean(
        edit.id,
        listIds(steps),
      )}`,
    );
  } else {
    steps.splice(at, 1);
  }
}

function findPosition(
  steps: WrittenStep[],
  {
    before,
    after,
    path,
  }: { before: unknown; after: unknown; path: ConfigPath },
  mistakes: Mistakes,
): number {
  if (before === undefined && after === undefined) {
    return steps.length;
  }
  if (before !== undefined && after !== undefined) {
    mistakes.add(path, 'expected "before" or "after", not both');
    return steps.length;
  }
  const key = before !== undefined ? 'before' : 'after';
  const anchor = before ?? after;
  const at = steps.findIndex(({ value }) => toId(value) === anchor);
  if (at < 0) {
    mistakes.add(
      [...path, key],
      `unknown step "${String(anchor)}"${didYouMean(
        String(anchor),
        listIds(steps),
      )}`,
    );
    return steps.length;
  }
  return key === 'before' ? at : at + 1;
}

/** Merges an edit into a step. Keys of `with` are merged one by one, unless the edit changes the step's kind. */
function mergeStep(base: unknown, edit: Record<string, unknown>): unknown {
  if (!isRecord(base)) {
    return edit;
  }
  const changesKind = edit.use !== undefined && edit.use !== base.use;
  const settings =
    isRecord(base.with) && isRecord(edit.with) && !changesKind
      ? withoutNulls({ ...base.with, ...edit.with })
      : edit.with ?? (changesKind ? undefined : base.with);
  return withoutNulls({
    ...base,
    ...edit,
    ...(settings !== undefined ? { with: settings } : { with: null }),
  });
}

function toId(step: unknown): string | undefined {
  return isRecord(step) && typeof step.id === 'string' ? step.id : undefined;
}

function listIds(steps: WrittenStep[]): string[] {
  return steps.flatMap(({ value }) => toList(toId(value)));
}

function toList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
