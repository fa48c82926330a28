export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON, a text as it is. */
  body?: unknown;
  signal: AbortSignal;
}

/** Throws where the request is impossible, before anything is sent. */
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
      ...lowerCased(headers),
    },
    ...(body === undefined
      ? {}
      : { body: isText ? body : JSON.stringify(body) }),
    redirect: 'manual',
    signal,
  });
}

/** Two spellings of one name would be sent as one header with both values. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
