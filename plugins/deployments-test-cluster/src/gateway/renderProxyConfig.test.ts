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
      { stable: ['10.0.0.1:80', '10.0.0.2:80'], slot: ['10.0.0.3:80'] },
      options,
    );
    expect(config).toContain('server stable-0 10.0.0.1:80 weight 70');
    expect(config).toContain('server slot-0 10.0.0.3:80 weight 60');
    expect(config).not.toContain('off');
  });

  it('looks at rules with more headers first', () => {
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
    expect(config.indexOf('use_backend rule1')).toBeLessThan(
      config.indexOf('use_backend rule0'),
    );
    expect(config).toContain(`{ req.fhdr(X-Tester) -m str 'it'\\''s' }`);
  });
});
