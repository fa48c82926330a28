import type {
  Sentence,
  SentenceCode,
  sentenceTexts,
} from '@slipway/backstage-plugin-deployments-common';

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

/** What a person, a step or another system said, by codes if it has them. */
export function sayStated(said: {
  message: string;
  sentences?: readonly Sentence[];
}): Sentence[] {
  return said.sentences && said.sentences.length > 0
    ? [...said.sentences]
    : [say('stated', { text: said.message })];
}

/** Whom a sentence names by `anyOf`: entity refs, each once. */
export function joinRefs(refs: readonly string[]): string {
  return [...new Set(refs)].join(' ') || 'nobody';
}

/** A person's reason, which continues the sentence before. */
export function sayReason(reason: string | undefined): Sentence[] {
  return reason ? [say('because', { reason })] : [];
}
