import type { AppLanguageApi } from '@backstage/core-plugin-api/alpha';

let languages: Pick<AppLanguageApi, 'getLanguage'> | undefined;

/** Makes all formatters follow the language that the reader has chosen in the app. */
export function followLanguage(api: Pick<AppLanguageApi, 'getLanguage'>): void {
  languages = api;
}

/** The locale of numbers and times: the browser's variant of the app's language, such as `en-GB` for `en`, or the language. */
export function getLocale(): string {
  const language = languages?.getLanguage().language;
  if (!language) {
    return navigator.language;
  }
  const isVariant = (locale: string) => locale.startsWith(`${language}-`);
  return navigator.languages.find(isVariant) ?? language;
}
