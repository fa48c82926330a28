import type {
  EnvironmentState,
  Sentence,
  SentenceCode,
} from '@slipway/backstage-plugin-deployments-common';

/** The reason for a status, in English and by codes, and since when it is true. */
export type HealthReason = Pick<
  EnvironmentState['health'],
  'message' | 'sentences' | 'since'
>;

/** A reason of one sentence. */
export function because(
  message: string,
  code: SentenceCode,
  params?: Sentence['params'],
): HealthReason {
  return { message, sentences: [params ? { code, params } : { code }] };
}
