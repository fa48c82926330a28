import { renderProxyConfig } from './renderProxyConfig';

const options = { port: 8080, marker: 'm1' };

describe('renderProxyConfig', () => {
  it('splits by weight, and gives a Service without weight no server', () => {
    const config = renderProxyConfig(
      [
        {
          backendRefs: [
            { name: 'stable', weight: 70 },
            { name: 'slot', weight: 30 },
            { name: 'off', weight: 0 },
          ],
        },
      ],
      {
        stable: [
          { pod: 'stable-x', address: '10.0.0.1:80' },
          { pod: 'stable-y', address: '10.0.0.2:80' },
        ],
        slot: [{ pod: 'slot-x', address: '10.0.0.3:80' }],
        off: [{ pod: 'off-x', address: '10.0.0.4:80' }],
      },
      options,
    );
    expect(config).toContain('server stable-x 10.0.0.1:80 weight 70');
    expect(config).toContain('server stable-y 10.0.0.2:80 weight 70');
    expect(config).toContain('server slot-x 10.0.0.3:80 weight 60');
    expect(config).not.toContain('off');
  });

  it('scales weights that are too large for HAProxy', () => {
    const config = renderProxyConfig(
      [
        {
          backendRefs: [
            { name: 'stable', weight: 995 },
            { name: 'slot', weight: 5 },
          ],
        },
      ],
      {
        stable: [{ pod: 'stable-x', address: '10.0.0.1:80' }],
        slot: [{ pod: 'slot-x', address: '10.0.0.3:80' }],
      },
      options,
    );
    expect(config).toContain('server stable-x 10.0.0.1:80 weight 199');
    expect(config).toContain('server slot-x 10.0.0.3:80 weight 1\n');
  });

  it('writes a pod that two Services select once', () => {
    const pods = [{ pod: 'slot-x', address: '10.0.0.3:80' }];
    const config = renderProxyConfig(
      [
        {
          backendRefs: [
            { name: 'stable', weight: 50 },
            { name: 'slot', weight: 50 },
          ],
        },
      ],
      { stable: pods, slot: pods },
      options,
    );
    expect(config.match(/server slot-x .*/g)).toEqual([
      'server slot-x 10.0.0.3:80 weight 200',
    ]);
  });

  it('looks at rules with more headers first, and names them after that', () => {
    const config = renderProxyConfig(
      [
        { backendRefs: [{ name: 'stable' }] },
        {
          matches: [{ headers: [{ name: 'X-Tester', value: "it's" }] }],
          backendRefs: [{ name: 'slot' }],
        },
      ],
      {},
      options,
    );
    expect(config.match(/use_backend \S+/g)).toEqual([
      'use_backend match1',
      'use_backend rule0',
    ]);
    expect(config.match(/^backend .*/gm)).toEqual([
      'backend rule0',
      'backend match1',
    ]);
    expect(config).toContain(`{ req.fhdr(X-Tester) -m str 'it'\\''s' }`);
  });
});
