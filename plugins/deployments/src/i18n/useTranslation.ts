import {
  TranslationRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { deploymentsTranslationRef } from './deploymentsTranslationRef';
import { FlatMessages, Texts, Translate } from './messageTypes';
import { messages } from './messages';

/**
 * Translates the plugin's messages into the language of the app. Backstage's hook with types of our own: its types examine all
 * messages in each file, which takes the compiler a minute for so many.
 */
export function useTranslation() {
  const ref: TranslationRef = deploymentsTranslationRef;
  return useTranslationRef(ref) as unknown as {
    t: Translate<Texts<FlatMessages<typeof messages>>>;
  };
}
