export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON, or unchanged if it is a string. */
  body?: unknown;
  signal: AbortSignal;
}

/** Builds a fetch request. Throws, before anything is sent, if the request is invalid. */
export function buildRequest(request: HttpRequest): Request {
  const { method, url, headers, body, signal } = request;
  const isText = typeof body === 'string';
  return new Request(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || isText
        ? {}
        : { 'content-type': 'application/json' }),
      ...lowerCaseNames(headers),
    },
    ...(body === undefined
      ? {}
      : { body: isText ? body : JSON.stringify(body) }),
    redirect: 'manual',
    signal,
  });
}

/** Lower-cases header names. Fetch would merge two spellings of a name into one header with both values. */
function lowerCaseNames(
  headers: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
