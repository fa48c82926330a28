import { GitHubStandIn } from '../startGitHubStandIn';

/** A response, with its body as JSON if it is JSON. */
export interface GitHubResponse {
  status: number;
  headers: Headers;
  body: any;
}

/** Options of a request. */
export interface GitHubCall {
  body?: unknown;
  /** Replace the usual ones; `undefined` removes one. */
  headers?: Record<string, string | undefined>;
}

/** Builds a client that follows no redirects. */
export function createGitHubClient(
  gitHub: Pick<GitHubStandIn, 'url' | 'token'>,
) {
  return async function callGitHub(
    request: string,
    { body, headers = {} }: GitHubCall = {},
  ): Promise<GitHubResponse> {
    const [method, path] = request.split(' ');
    const sent = {
      authorization: `Bearer ${gitHub.token}`,
      'user-agent': 'slipway-test',
      ...headers,
    };
    const response = await fetch(`${gitHub.url}${path}`, {
      method,
      redirect: 'manual',
      headers: Object.fromEntries(
        Object.entries(sent).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      ),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers
      .get('content-type')
      ?.includes('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
}
