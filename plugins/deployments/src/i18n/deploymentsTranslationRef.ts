import {
  createTranslationRef,
  TranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { FlatMessages, NestedMessages } from './messageTypes';
import { flattenMessages } from './flattenMessages';
import { messages } from './messages';

/** Backstage's own types need half a minute to flatten so many messages. */
function withFlatTypes<T extends NestedMessages>(
  ref: TranslationRef,
  _messages: T,
) {
  return ref as unknown as TranslationRef<'deployments', FlatMessages<T>>;
}

/**
 * All texts of the plugin in English, and in German for apps that offer `de` as a language. Apps can add languages, and
 * replace texts.
 *
 * @public
 */
export const deploymentsTranslationRef = withFlatTypes(
  createTranslationRef({
    id: 'deployments',
    messages: flattenMessages(messages),
    translations: {
      de: async () => {
        const { germanMessages } = await import('./de/germanMessages');
        return { default: flattenMessages(germanMessages) };
      },
    },
  }),
  messages,
);
