import type {
  EnvironmentState,
  Sentence,
  SentenceCode,
} from '@slipway/backstage-plugin-deployments-common';

/** The reason for a status, in English and by codes. */
export type HealthReason = Pick<
  EnvironmentState['health'],
  'message' | 'sentences'
>;

/** A reason of one sentence. */
export function because(
  message: string,
  code: SentenceCode,
  params?: Sentence['params'],
): HealthReason {
  return { message, sentences: [params ? { code, params } : { code }] };
}
