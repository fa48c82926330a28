import {
  sentenceTexts,
  type Sentence,
  type SentenceCode,
} from '@slipway/backstage-plugin-deployments-common';

/** The parameters of texts that name a formatted value. */
const PARAM_NAMES: Record<string, string> = { period: 'periodMs', time: 'at' };

type Named<T> = T extends `${string}{{${infer N}}}${infer Rest}`
  ? N | Named<Rest>
  : never;

/** What a text names by a formatted value is given as a number: a duration in milliseconds, a time in epoch milliseconds. */
type ParamName<N> = N extends 'period'
  ? 'periodMs'
  : N extends 'time'
  ? 'at'
  : N;

/** The parameters that the text of a code needs. `person` is an entity ref or another principal, `anyOf` several of them; `weight` is in percent. */
type SentenceParams<C extends SentenceCode> = {
  [N in ParamName<Named<(typeof sentenceTexts)[C]>> & string]: string | number;
};

/** A sentence by its code, with what its text names. */
export function say<C extends SentenceCode>(
  code: C,
  ...[params]: keyof SentenceParams<C> extends never
    ? []
    : [params: SentenceParams<C>]
): Sentence {
  return params === undefined ? { code } : { code, params };
}

/** What somebody said, in English, and by codes if these are known. */
export interface Said {
  message: string;
  sentences?: Sentence[];
}

/**
 * What a person, a step or another system said, by codes if it has them. Codes of a newer replica, or of a module that names
 * other parameters, have no text here, so the message is used.
 */
export function sayStated({ message, sentences = [] }: Said): Sentence[] {
  return sentences.length > 0 && sentences.every(hasText)
    ? [...sentences]
    : [say('stated', { text: message })];
}

/** What somebody said about how something ended, which continues the sentence before. */
export function sayResult({ message, sentences }: Partial<Said>): Sentence[] {
  return message !== undefined && sentences?.length
    ? [say('follows'), ...sayStated({ message, sentences })]
    : sayReason(message);
}

/** Whether a sentence can be said: its code has a text, and everything that it names is given. */
function hasText({ code, params = {} }: Sentence): boolean {
  const texts: Record<string, string> = sentenceTexts;
  if (!Object.hasOwn(texts, code)) return false;
  return [...texts[code].matchAll(/\{\{(\w+)\}\}/g)].every(
    ([, name]) => params[PARAM_NAMES[name] ?? name] !== undefined,
  );
}

/** Whom a sentence names by `anyOf`: entity refs, each once. */
export function joinRefs(refs: readonly string[]): string {
  return [...new Set(refs)].join(' ') || 'nobody';
}

/** A person's reason, which continues the sentence before. */
export function sayReason(reason: string | undefined): Sentence[] {
  return reason ? [say('because', { reason })] : [];
}
