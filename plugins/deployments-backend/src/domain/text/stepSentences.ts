import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { withoutPeriod } from './formatting';
import { renderSentences } from './renderSentences';
import { joinRefs, say, type Said } from './say';

/** What the description of a step names. */
export interface StepFacts {
  /** The names of the candidate and of the baseline, if known. */
  version?: string;
  baseline?: string;
  /** By name. */
  analyses?: Readonly<Record<string, { title: string }>>;
}

/** Says in English what a step does, without a period. */
export function renderPhrase(sentences: readonly Sentence[]): string {
  return withoutPeriod(renderSentences(sentences));
}

/** A message that is no sentence, by its codes and what they say in English. */
export function toPhrase(sentences: Sentence[]): {
  message: string;
  sentences: Sentence[];
} {
  return { message: renderPhrase(sentences), sentences };
}

/** What a step or a provider said, or a sentence of our own if it said nothing. */
export function toSaid(
  { message, sentences }: Partial<Said>,
  otherwise: Sentence,
): Said {
  return message === undefined
    ? toPhrase([otherwise])
    : { message, ...(sentences ? { sentences } : {}) };
}

export function sayDeploying(version: { name: string }): Sentence {
  return say('result_deploying', { version: version.name });
}

export function sayApproval(count: number, from: string[]): Sentence[] {
  const anyOf = joinRefs(from);
  return [
    count === 1
      ? say('step_approval', { anyOf })
      : say('step_approvals', { count, anyOf }),
  ];
}

export function sayChecks(names: string[], forMs: number): Sentence[] {
  const checks = names.join(', ');
  return [
    forMs > 0
      ? say('step_check_for', { checks, periodMs: forMs })
      : say('step_check', { checks }),
  ];
}

export function sayDeploy(
  settings: {
    strategy: 'rolling' | 'blue-green' | 'canary';
    weight?: number;
    restart?: boolean;
  },
  { version = 'the version', baseline: other }: StepFacts,
): Sentence[] {
  if (settings.restart) {
    return [say('step_restart', { version })];
  }
  switch (settings.strategy) {
    case 'canary':
      return [
        other === undefined
          ? say('step_deploy_alone', { version })
          : say('step_deploy_canary', {
              version,
              other,
              weight: settings.weight ?? 0,
            }),
      ];
    case 'blue-green':
      return [
        other === undefined
          ? say('step_deploy_idle', { version })
          : say('step_deploy_idle_next_to', { version, other }),
      ];
    default:
      return [
        other === undefined
          ? say('step_deploy', { version })
          : say('step_deploy_in_place', { version, other }),
      ];
  }
}

export function sayFinalize({ baseline: version }: StepFacts): Sentence[] {
  return [
    version === undefined
      ? say('step_stop_previous')
      : say('step_stop', { version }),
  ];
}

export function sayRemove({ baseline: version }: StepFacts): Sentence[] {
  return [
    version === undefined
      ? say('step_stop_all')
      : say('step_stop', { version }),
  ];
}

export function sayShadow(
  { percent, forMs }: { percent: number; forMs: number },
  { version = 'the version', baseline: other }: StepFacts,
): Sentence[] {
  return [
    other === undefined
      ? say('step_shadow_alone', { version })
      : say('step_shadow', { percent, other, version, periodMs: forMs }),
  ];
}

export function sayTraffic(
  weight: number,
  { version = 'the version' }: StepFacts,
): Sentence[] {
  return [
    weight === 100
      ? say('step_traffic_all', { version })
      : say('step_traffic', { weight, version }),
  ];
}
