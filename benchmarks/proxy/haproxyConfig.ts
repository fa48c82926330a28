const DEFAULTS = `global
  nbthread 1
defaults
  mode http
  timeout client 60s
  timeout server 60s
  timeout connect 5s
`;

const BODY = JSON.stringify({
  service: 'checkout',
  status: 'ok',
  items: Array.from({ length: 10 }, (_, index) => index),
});

/** A web server that returns the same small JSON document on both ports. */
export function formatUpstream(ports: readonly number[]): string {
  return `${DEFAULTS}
frontend upstream
${ports.map(port => `  bind 127.0.0.1:${port}`).join('\n')}
  http-request return status 200 content-type application/json string '${BODY}'
`;
}

/** HAProxy as a reverse proxy that splits traffic between two upstreams. */
export function formatPeer(
  port: number,
  [baseline, candidate]: readonly [number, number],
  { sticky }: { sticky: boolean },
): string {
  return `${DEFAULTS}
frontend peer
  bind 127.0.0.1:${port}
  default_backend versions
backend versions
  option forwardfor
  balance roundrobin
${sticky ? '  cookie version insert indirect nocache' : ''}
  server baseline 127.0.0.1:${baseline} weight 90 cookie baseline
  server candidate 127.0.0.1:${candidate} weight 10 cookie candidate
`;
}
