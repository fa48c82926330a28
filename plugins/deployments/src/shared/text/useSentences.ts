import {
  joinSentences,
  sentenceTexts,
  type Sentence,
  type SentenceCode,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { formatNearTime } from '../format/time';
import {
  formatDuration,
  formatNumber,
  formatWeight,
  localizeValues,
} from '../format/value';
import { usePrincipalName } from '../people/PrincipalLink';

/** These begin with the name of a check, which gets a capital at the start of a sentence. */
const CHECKS = /^check_(failed|missed)/;

type SaySentences = <T extends string | undefined>(
  sentences: readonly Sentence[] | undefined,
  message: T,
) => string | T;

function isCode(code: string): code is SentenceCode {
  return Object.hasOwn(sentenceTexts, code);
}

/**
 * Returns a function that says the server's sentences in the reader's language. If there are none, or if this portal doesn't
 * know one of their codes, it returns the server's English message.
 */
export function useSentences(): SaySentences {
  const { t } = useTranslation();
  const getName = usePrincipalName();
  return useMemo(() => createSay(t, getName), [t, getName]);
}

function createSay(
  t: ReturnType<typeof useTranslation>['t'],
  getName: ReturnType<typeof usePrincipalName>,
): SaySentences {
  const toText = (name: string, value: string | number): [string, string] => {
    switch (name) {
      case 'at':
        return [
          'time',
          formatNearTime(new Date(Number(value)).toISOString(), Date.now()),
        ];
      case 'periodMs':
        return ['period', formatDuration(Number(value))];
      case 'anyOf':
        return [
          'anyOf',
          joinNames(String(value).split(' ').map(getName), t('list.or')),
        ];
      case 'previous':
      case 'weight':
        return [name, formatWeight(Number(value))];
      case 'times':
        return [name, formatNumber(Number(value))];
      case 'person':
        return ['person', getName(String(value))];
      case 'condition':
      case 'confidence':
      case 'effect':
      case 'high':
      case 'latency':
      case 'limit':
      case 'low':
      case 'minimum':
      case 'rate':
      case 'share':
      case 'upper':
      case 'value':
      case 'worst':
        return [name, localizeValues(String(value))];
      default:
        return [name, String(value)];
    }
  };
  const say = ({ code, params = {} }: Sentence): string =>
    // The parameters are those of the code; the translation API wants to know them one by one.
    (t as (key: string, texts: Record<string, string>) => string)(
      `sentence.${code}`,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => toText(name, value)),
      ),
    );

  return (sentences = [], message) => {
    if (
      sentences.length === 0 ||
      !sentences.every(({ code }) => isCode(code))
    ) {
      return message;
    }
    const texts: string[] = [];
    for (const sentence of sentences) {
      const text = say(sentence);
      const isContinued = texts.at(-1)?.endsWith(':') ?? false;
      texts.push(
        CHECKS.test(sentence.code) && !isContinued ? capitalize(text) : text,
      );
    }
    return joinSentences(texts);
  };
}

/** `a`, `a or b`, `a, b or c`. */
function joinNames(names: string[], or: string): string {
  const last = names[names.length - 1];
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} ${or} ${last}`
    : last;
}

function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
