import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { toMessage } from '../domain/text/renderSentences';

/** Something that a person should know about a plan. */
export interface PlanWarning {
  /** In English. */
  message: string;
  /** What `message` says by codes; empty if it has none. */
  sentences: Sentence[];
}

export function warn(sentence: Sentence): PlanWarning {
  return toMessage([sentence]);
}

/** A warning of a module, or about the configuration. */
export function warnInEnglish(message: string): PlanWarning {
  return { message, sentences: [] };
}
