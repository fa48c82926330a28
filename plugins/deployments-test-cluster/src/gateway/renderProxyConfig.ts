/** A rule of an HTTPRoute, as far as the test controller understands it. */
export interface GatewayRule {
  matches?: {
    path?: { type?: string; value?: string };
    headers?: { type?: string; name: string; value: string }[];
  }[];
  backendRefs?: { name: string; weight?: number }[];
}

/** Where a Service's requests go: `10.88.0.7:8080`. */
export type ServiceEndpoints = Record<string, string[]>;

/** The largest weight of a server. */
const MOST_WEIGHT = 256;

/**
 * Writes the configuration of HAProxy for the rules of a route. Of several matches, the one with the longer path wins, then
 * the one with more headers.
 *
 * @param marker - What the proxy answers at `/-/config`, to tell when it uses this configuration.
 */
export function renderProxyConfig(
  rules: readonly GatewayRule[],
  endpoints: ServiceEndpoints,
  { port, marker }: { port: number; marker: string },
): string {
  const matches = rules
    .flatMap(({ matches: own = [{}] }, index) =>
      (own.length > 0 ? own : [{}]).map(match => ({ index, match })),
    )
    .sort(
      (a, b) =>
        (b.match.path?.value ?? '/').length -
          (a.match.path?.value ?? '/').length ||
        (b.match.headers?.length ?? 0) - (a.match.headers?.length ?? 0),
    );
  return [
    'global',
    '  hard-stop-after 2s',
    'defaults',
    '  mode http',
    '  option httpclose',
    '  timeout connect 2s',
    '  timeout client 10s',
    '  timeout server 10s',
    'frontend gateway',
    `  bind 127.0.0.1:${port}`,
    `  http-request return status 200 content-type text/plain string ${marker} if { path /-/config }`,
    ...matches.map(
      ({ index, match }) =>
        `  use_backend rule${index} if ${renderMatch(match)}`,
    ),
    ...rules.flatMap(({ backendRefs = [] }, index) => [
      `backend rule${index}`,
      '  balance roundrobin',
      ...backendRefs.flatMap(({ name, weight = 1 }) =>
        renderServers(name, weight, endpoints[name] ?? []),
      ),
    ]),
    '',
  ].join('\n');
}

function renderServers(
  service: string,
  weight: number,
  addresses: readonly string[],
): string[] {
  if (weight === 0) return [];
  const share = Math.max(1, Math.min(MOST_WEIGHT, weight * 2));
  return addresses.map(
    (address, index) =>
      `  server ${service}-${index} ${address} weight ${Math.max(
        1,
        Math.round(share / addresses.length),
      )}`,
  );
}

function renderMatch({
  path,
  headers = [],
}: NonNullable<GatewayRule['matches']>[number]): string {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  return [
    `{ path ${type === 'Exact' ? '-m str' : '-m beg'} ${quote(value)} }`,
    ...headers.map(
      header =>
        `{ req.fhdr(${header.name}) ${
          header.type === 'RegularExpression' ? '-m reg' : '-m str'
        } ${quote(header.value)} }`,
    ),
  ].join(' ');
}

/** Quotes a word of HAProxy's configuration, in which nothing is special between single quotes. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
