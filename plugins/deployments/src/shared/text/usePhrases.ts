import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { useSentences } from './useSentences';

/** Like `useSentences`, for texts that are no sentences: without a period at the end. */
export function usePhrases(): (
  sentences: readonly Sentence[] | undefined,
  message: string,
) => string {
  const say = useSentences();
  return useCallback(
    (sentences, message) =>
      sentences ? say(sentences, message).replace(/\.$/, '') : message,
    [say],
  );
}
