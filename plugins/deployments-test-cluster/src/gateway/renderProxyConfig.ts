/** A rule of an HTTPRoute, as far as the test controller understands it. */
export interface GatewayRule {
  matches?: {
    path?: { type?: string; value?: string };
    headers?: { type?: string; name: string; value: string }[];
  }[];
  backendRefs?: { name: string; weight?: number }[];
}

/** The pods to which each Service's requests go, with their addresses: `10.88.0.7:8080`. */
export type ServiceEndpoints = Record<
  string,
  { pod: string; address: string }[]
>;

/** The weights of a rule's servers together. HAProxy allows 256 for each. */
const ALL_WEIGHTS = 200;

/**
 * Writes the configuration of HAProxy for the rules of a route. Of several matches, the one with the longer path wins, then
 * the one with more headers. `/-/metrics` has HAProxy's own metrics for Prometheus: the label `server` is a pod, and `proxy` is
 * `match<n>` for a rule that asks for headers, else `rule<n>`.
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
    '  http-request use-service prometheus-exporter if { path /-/metrics }',
    ...matches.map(
      ({ index, match }) =>
        `  use_backend ${nameBackend(rules[index], index)} if ${renderMatch(
          match,
        )}`,
    ),
    ...rules.flatMap((rule, index) => [
      `backend ${nameBackend(rule, index)}`,
      '  balance roundrobin',
      ...renderServers(rule, endpoints),
    ]),
    '',
  ].join('\n');
}

function nameBackend(rule: GatewayRule | undefined, index: number): string {
  const asksForHeaders = rule?.matches?.some(({ headers }) => headers?.length);
  return `${asksForHeaders ? 'match' : 'rule'}${index}`;
}

/** A pod of two Services is one server, because names of servers are unique. */
function renderServers(
  { backendRefs = [] }: GatewayRule,
  endpoints: ServiceEndpoints,
): string[] {
  const total = backendRefs.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const servers = new Map<string, { address: string; weight: number }>();
  for (const { name, weight = 1 } of backendRefs) {
    if (weight === 0) continue;
    const pods = endpoints[name] ?? [];
    for (const { pod, address } of pods) {
      const share = (ALL_WEIGHTS * weight) / total / pods.length;
      const known = servers.get(pod)?.weight ?? 0;
      servers.set(pod, { address, weight: known + share });
    }
  }
  return [...servers].map(
    ([pod, { address, weight }]) =>
      `  server ${pod} ${address} weight ${Math.max(1, Math.round(weight))}`,
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
