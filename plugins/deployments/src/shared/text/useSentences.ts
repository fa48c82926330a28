import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { sentenceTexts } from '../../i18n/sentenceTexts';
import { formatDuration, formatWeight } from '../format/value';

type Code = keyof typeof sentenceTexts;

function isCode(code: string): code is Code {
  return Object.hasOwn(sentenceTexts, code);
}

/**
 * Returns a function that says the server's sentences in the reader's language. If there are none, or if this portal doesn't
 * know one of their codes, it returns the server's English message.
 */
export function useSentences(): <T extends string | undefined>(
  sentences: readonly Sentence[] | undefined,
  message: T,
) => string | T {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return (sentences = [], message) => {
    if (
      sentences.length === 0 ||
      !sentences.every(({ code }) => isCode(code))
    ) {
      return message;
    }
    return sentences
      .map(({ code, params = {} }) =>
        // The parameters are those of the code; the translation API wants to know them one by one.
        withPeriod(
          (t as (key: string, texts: Record<string, string>) => string)(
            `sentence.${code}`,
            toTexts(params),
          ),
        ),
      )
      .join(' ')
      .replace(/:$/, '.');
  };
}

function toTexts(
  params: NonNullable<Sentence['params']>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      switch (name) {
        case 'periodMs':
          return ['period', formatDuration(Number(value))];
        case 'weight':
          return ['weight', formatWeight(Number(value))];
        case 'condition':
        case 'value':
          return [name, String(value).replaceAll(/(?<=\d) /g, '\u00a0')];
        default:
          return [name, String(value)];
      }
    }),
  );
}

/** Texts of steps and of other systems may end without one. What ends with a colon continues with the next text. */
function withPeriod(text: string): string {
  return /[.!?…。:]$/.test(text) ? text : `${text}.`;
}
