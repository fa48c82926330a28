import type { HttpRequest } from './buildRequest';
import { buildRequest } from './buildRequest';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** As Node sends them: Latin-1 without control characters. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** What the HTTP client decides on itself. */
const NOT_OURS = new Set([
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Why a request cannot be sent, one sentence each, without repeating values, which may be secrets.
 *
 * @param where - the settings' key, e.g. `undo`; empty for the top
 */
export function findRequestProblems(
  where: string,
  request: Omit<HttpRequest, 'signal'>,
): string[] {
  const at = (key: string) => (where ? `${where}.${key}` : key);
  const problems = [
    ...findUrlProblems(at('url'), request.url),
    ...Object.entries(request.headers).flatMap(([name, value]) =>
      findHeaderProblems(at('headers'), name, value),
    ),
  ];
  if (problems.length > 0) {
    return problems;
  }
  try {
    buildRequest({ ...request, signal: new AbortController().signal });
    return [];
  } catch {
    // Its message may repeat what was filled in.
    return [`${where || 'the request'} cannot be sent by ${request.method}`];
  }
}

function findUrlProblems(at: string, url: string): string[] {
  if (!URL.canParse(url)) {
    return [`${at} is not a URL once it is filled in`];
  }
  const { username, password } = new URL(url);
  return username || password
    ? [
        `${at} holds a user name or password, which cannot be sent in a URL; send an Authorization header from deployments.secrets instead`,
      ]
    : [];
}

function findHeaderProblems(at: string, name: string, value: string): string[] {
  if (!NAME.test(name)) {
    return [`${at} has a name that no header may have`];
  }
  if (NOT_OURS.has(name.toLowerCase())) {
    return [`the header ${name} cannot be set: the portal sets it itself`];
  }
  // Fetch takes these off both ends.
  const sent = value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (VALUE.test(sent)) {
    return [];
  }
  return [
    `the header ${name} cannot be sent: once it is filled in it holds ${unsendable(
      sent,
    )}; put such text into the body, or encode it`,
  ];
}

function unsendable(value: string): string {
  if (/[\r\n]/.test(value)) {
    return 'a line break';
  }
  return /[\u0100-\uffff]/.test(value)
    ? 'a character outside of Latin-1, e.g. ✓'
    : 'a control character';
}
