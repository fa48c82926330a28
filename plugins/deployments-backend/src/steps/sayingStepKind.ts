import type { JsonObject } from '@backstage/types';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { renderPhrase, type StepFacts } from '../domain/text/stepSentences';

/** A step kind that says by codes what a step will do. Only built-in ones do: the portal has the texts of their codes. */
export interface SayingStepKind<TWith = JsonObject> extends StepKind<TWith> {
  say(settings: TWith, facts: StepFacts): Sentence[];
}

/** Describes a step kind by what it says. */
export function describeBySaying<TWith>(
  kind: Omit<SayingStepKind<TWith>, 'describe'>,
): SayingStepKind<TWith> {
  return {
    ...kind,
    describe: (settings, facts) => renderPhrase(kind.say(settings, facts)),
  };
}

export function isSaying(kind: StepKind): kind is SayingStepKind {
  return 'say' in kind;
}
