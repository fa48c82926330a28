import type { HttpRequest } from './buildRequest';
import { buildRequest } from './buildRequest';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Header values that Node can send: Latin-1 without control characters. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that the HTTP client sets itself. */
const CLIENT_HEADERS = new Set([
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Lists why a request can't be sent, each as a sentence. Leaves out values, because they may be secrets.
 *
 * @param where - the key in the step's settings, e.g. `undo`; empty for the top level
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
    // The error's message is not used, because it may repeat a rendered value.
    return [`${where || 'the request'} cannot be sent with ${request.method}`];
  }
}

function findUrlProblems(at: string, url: string): string[] {
  if (!URL.canParse(url)) {
    return [`${at} is not a valid URL after its templates are filled in`];
  }
  const { username, password } = new URL(url);
  return username || password
    ? [
        `${at} contains a user name or password, which cannot be sent in a URL; use an Authorization header with a secret from deployments.secrets instead`,
      ]
    : [];
}

function findHeaderProblems(at: string, name: string, value: string): string[] {
  if (!NAME.test(name)) {
    return [`${at} contains an invalid header name`];
  }
  if (CLIENT_HEADERS.has(name.toLowerCase())) {
    return [
      `the header ${name} cannot be configured because the portal sets it`,
    ];
  }
  // Fetch trims these characters.
  const sent = value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (VALUE.test(sent)) {
    return [];
  }
  return [
    `the header ${name} cannot be sent because it contains ${describeUnsendable(
      sent,
    )} after its templates are filled in; put the text into the body, or encode it`,
  ];
}

function describeUnsendable(value: string): string {
  if (/[\r\n]/.test(value)) {
    return 'a line break';
  }
  return /[\u0100-\uffff]/.test(value)
    ? 'a character outside Latin-1, e.g. ✓'
    : 'a control character';
}
