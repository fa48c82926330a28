import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import {
  formatConfigPath,
  type ConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { Mistakes } from '../schema/mistakes';

/** A step, a check or a metric in a golden path, and what it needs from the target. */
interface CapabilityUse {
  /** E.g. `the check "availability"`. */
  what: string;
  needed: readonly TargetCapability[];
  /** Where the golden path uses it. */
  usedAt: ConfigPath;
  /** Where it is defined. For a step, this is where it is used. */
  definedAt: ConfigPath;
  /** What to do if the target does not support it, as a sentence. */
  remedy: string;
}

/** What the target of an environment supports. */
interface Support {
  environment: EnvironmentModel;
  capabilities: readonly TargetCapability[];
}

interface UnsupportedUse extends CapabilityUse {
  missing: TargetCapability[];
  environment: EnvironmentModel;
}

/** How many of the affected keys a message names. */
const SHOWN = 3;

/** Collects what targets do not support in all golden paths, so that one wrong key in app-config is one mistake. */
export interface CapabilityChecks {
  check(use: CapabilityUse, support: Support): void;
  /**
   * Reports each mistake once, at the key that is most likely wrong. If several steps, checks and metrics need what a target
   * does not support, that is the target. If several steps use the same check or metric, it is the check or the metric.
   *
   * @param root - The path of the whole section, e.g. `['deployments']`.
   */
  report(root: ConfigPath, mistakes: Pick<Mistakes, 'add'>): void;
}

export function createCapabilityChecks(): CapabilityChecks {
  const byTarget = new Map<
    string,
    { capabilities: readonly TargetCapability[]; uses: UnsupportedUse[] }
  >();
  return {
    check(use, { environment, capabilities }) {
      const missing = use.needed.filter(each => !capabilities.includes(each));
      if (missing.length === 0) {
        return;
      }
      const key = JSON.stringify([environment.target.provider, capabilities]);
      const found = byTarget.get(key) ?? { capabilities, uses: [] };
      found.uses.push({ ...use, missing, environment });
      byTarget.set(key, found);
    },
    report(root, mistakes) {
      for (const { capabilities, uses } of byTarget.values()) {
        const [first] = uses;
        const environments = unique(uses.map(use => use.environment.name));
        const usedAt = unique(uses.map(use => formatConfigPath(use.usedAt)));
        const definitions = unique(
          uses.map(use => formatConfigPath(use.definedAt)),
        );
        const target = `the target ${
          first.environment.target.provider
        } of ${formatEnvironments(environments)} does not support`;
        const supported = `(it supports: ${
          capabilities.join(', ') || 'none of these capabilities'
        })`;
        if (definitions.length === 1) {
          mistakes.add(
            usedAt.length === 1 ? first.usedAt : first.definedAt,
            `${first.what} needs ${first.missing.join(
              ' and ',
            )}, which ${target} ${supported}. ${first.remedy}${
              usedAt.length === 1
                ? ''
                : `. ${usedAt.length} steps use it: ${formatFirst(usedAt)}`
            }`,
          );
        } else {
          mistakes.add(
            [...root, 'environments', environments[0], 'target', 'provider'],
            `${target} what ${
              usedAt.length === 1
                ? 'a step of a golden path needs'
                : `${usedAt.length} steps of golden paths need`
            }: ${unique(uses.flatMap(use => use.missing)).join(
              ', ',
            )} ${supported}. Choose another target, or change these steps: ${formatFirst(
              usedAt,
            )}`,
          );
        }
      }
    },
  };
}

function formatEnvironments(names: string[]): string {
  return names.length === 1
    ? `environment ${names[0]}`
    : `the environments ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Names the first few, e.g. `a, b, c and 9 more`. */
function formatFirst(names: string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
