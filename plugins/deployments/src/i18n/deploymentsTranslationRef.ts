import {
  createTranslationRef,
  TranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { FlatMessages } from './messageTypes';
import { flattenMessages } from './flattenMessages';
import { messages } from './messages';

// Backstage's own types need half a minute to flatten so many messages, and more in each file that translates one.
const ref = createTranslationRef({
  id: 'deployments',
  messages: flattenMessages(messages),
  translations: {
    de: async () => {
      const { germanMessages } = await import('./de/germanMessages');
      return { default: flattenMessages(germanMessages) };
    },
  },
});

/**
 * All texts of the plugin in English, and in German for apps that offer `de` as a language. Apps can add languages, and
 * replace texts.
 *
 * @public
 */
export const deploymentsTranslationRef = ref as unknown as TranslationRef<
  'deployments',
  FlatMessages<typeof messages>
>;
