import {
  formatDuration,
  formatWeight,
  joinSentences,
  sentenceTexts,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { nameOfRef, orList, utcMinute } from './formatting';

/** Says sentences in English, as the portal does, but with the names of people and groups. Throws if a code has no text. */
export function renderSentences(sentences: readonly Sentence[]): string {
  return joinSentences(sentences.map(renderSentence));
}

/** A message by its sentences, and what they say in English. */
export function toMessage(sentences: Sentence[]): {
  message: string;
  sentences: Sentence[];
} {
  return { message: renderSentences(sentences), sentences };
}

function renderSentence({ code, params = {} }: Sentence): string {
  if (!Object.hasOwn(sentenceTexts, code)) {
    throw new Error(`No text for ${code}`);
  }
  const texts = Object.fromEntries(
    Object.entries(params).map(([name, value]) => renderParam(name, value)),
  );
  return sentenceTexts[code as keyof typeof sentenceTexts].replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => {
      if (texts[name] === undefined) {
        throw new Error(`${code} lacks ${name}`);
      }
      return texts[name];
    },
  );
}

function renderParam(name: string, value: string | number): [string, string] {
  switch (name) {
    case 'at':
      return ['time', utcMinute(Number(value))];
    case 'periodMs':
      return ['period', formatDuration(Number(value))];
    case 'anyOf':
      return [
        name,
        orList([...new Set(String(value).split(' ').map(nameOfRef))]),
      ];
    case 'person':
      return [name, nameOfRef(String(value))];
    case 'previous':
    case 'weight':
      return [name, formatWeight(Number(value))];
    default:
      return [name, String(value)];
  }
}
