import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readOciConfig } from './readOciConfig';

const read = (oci?: JsonObject) =>
  readOciConfig(new ConfigReader({ deployments: oci ? { oci } : {} }));

describe('readOciConfig', () => {
  it('returns nothing without configuration', () => {
    expect(read()).toBeUndefined();
  });

  it('has defaults', () => {
    const config = read({ registries: { 'registry.example.com': {} } })!;
    expect(config).toMatchObject({ newest: 50, refreshMs: 60_000 });
    expect(config.repository).toBeUndefined();
    expect(config.registries.get('registry.example.com')).toEqual({
      host: 'registry.example.com',
      url: 'https://registry.example.com',
    });
    const matching = (tags: string[]) =>
      tags.filter(tag => config.match.test(tag));
    expect(
      matching(['1.4.2', 'v1.4.2-rc.1', '2026.3.1', '1.4', 'x1.4.2', 'sha-1']),
    ).toEqual(['1.4.2', 'v1.4.2-rc.1', '2026.3.1']);
  });

  it('reads everything', () => {
    const config = read({
      registries: {
        'docker.io': { username: 'ana', password: 'hunter2' },
        'Registry.Example.com:5000': {
          ca: '-----BEGIN CERTIFICATE-----\nMII',
        },
        '127.0.0.1:5001': { insecure: true, repositories: ['shop', 'a/b_c'] },
      },
      repository: 'docker.io/acme/{{ service.name }}',
      tags: { match: 'release-\\d+|hotfix', newest: 5 },
      refresh: { seconds: 30 },
    })!;
    expect([...config.registries.values()]).toEqual([
      {
        host: 'docker.io',
        url: 'https://registry-1.docker.io',
        login: { username: 'ana', password: 'hunter2' },
      },
      {
        host: 'registry.example.com:5000',
        url: 'https://registry.example.com:5000',
        ca: '-----BEGIN CERTIFICATE-----\nMII',
      },
      {
        host: '127.0.0.1:5001',
        url: 'http://127.0.0.1:5001',
        repositories: ['shop', 'a/b_c'],
      },
    ]);
    expect(config).toMatchObject({
      repository: 'docker.io/acme/{{ service.name }}',
      newest: 5,
      refreshMs: 30_000,
    });
    // The whole tag has to match, also with alternatives.
    expect(config.match.test('hotfix')).toBe(true);
    expect(config.match.test('hotfix-2')).toBe(false);
  });

  it('matches tags in linear time', () => {
    const { match } = read({
      registries: {},
      tags: { match: '(a+)+' },
    })!;
    const startedAt = Date.now();
    expect(match.test(`${'a'.repeat(27)}b`)).toBe(false);
    expect(Date.now() - startedAt).toBeLessThan(200);
  });

  it.each<[string, JsonObject, RegExp]>([
    ['no registries', {}, /deployments\.oci\.registries: is missing/],
    [
      'an unknown key',
      { registries: {}, tag: {} },
      /deployments\.oci\.tag: unknown key; did you mean "tags"\?/,
    ],
    [
      'an unknown key of a registry',
      { registries: { 'r.example.com': { pasword: 'hunter2' } } },
      /registries\["r\.example\.com"\]\.pasword: unknown key; did you mean "password"\?/,
    ],
    [
      'half a login',
      { registries: { 'r.example.com': { username: 'ana' } } },
      /username and password belong together/,
    ],
    [
      'a URL instead of a host',
      { registries: { 'https://r.example.com': {} } },
      /expected a registry's host and port/,
    ],
    [
      'a path behind the host',
      { registries: { 'r.example.com/shop': {} } },
      /expected a registry's host and port/,
    ],
    ...['shop/', 'shop/*', 'r.example.com/shop:1', 'Shop', ''].map(
      (path): [string, JsonObject, RegExp] => [
        `${JSON.stringify(path)} as the path of a repository`,
        { registries: { 'r.example.com': { repositories: [path] } } },
        /repositories\[0\]: expected the path of a repository or the start of it in whole segments, such as shop or shop\/checkout/,
      ],
    ),
    [
      'an empty list of repositories',
      { registries: { 'r.example.com': { repositories: [] } } },
      /repositories: list at least one/,
    ],
    ...[
      ['docker.io', 'index.docker.io'],
      ['r.example.com', 'R.Example.com'],
    ].map(([first = '', second = '']): [string, JsonObject, RegExp] => [
      `${second} next to ${first}, which would lose a list of repositories`,
      {
        registries: {
          [first]: { repositories: ['acme'] },
          [second]: { username: 'ana', password: 'hunter2' },
        },
      },
      new RegExp(
        `registries\\["${second}"\\]: is the same host as ${first}; list each host once`,
      ),
    ]),
    [
      'plain HTTP over a network',
      { registries: { 'r.example.com': { insecure: true } } },
      /insecure: plain HTTP is allowed for a loopback address only/,
    ],
    [
      'a file name instead of certificates',
      { registries: { 'r.example.com': { ca: 'ca.pem' } } },
      /ca: expected certificates as PEM/,
    ],
    [
      'an unknown name in the repository',
      { registries: {}, repository: 'r.example.com/{{ entity.name }}' },
      /repository: unknown name \{\{ entity\.name \}\}\. Known: \{\{ service\.namespace \}\}/,
    ],
    [
      'a tag in the repository',
      { registries: {}, repository: 'r.example.com/{{ service.name }}:latest' },
      /repository: expected a repository without tag/,
    ],
    [
      'a broken regular expression',
      { registries: {}, tags: { match: '(' } },
      /tags\.match: expected a regular expression/,
    ],
    [
      'an expression that takes more than linear time',
      { registries: {}, tags: { match: '(?!old).*' } },
      /tags\.match: expected a regular expression: .*Patterns are those of RE2/,
    ],
    [
      'too many versions',
      { registries: {}, tags: { newest: 1000 } },
      /tags\.newest/,
    ],
    [
      'too frequent reading',
      { registries: {}, refresh: '1s' },
      /refresh: expected a duration from 10s to 1h/,
    ],
  ])('rejects %s, without secrets', (_, oci, message) => {
    expect(() => read(oci)).toThrow(message);
    expect(() => read(oci)).not.toThrow(/hunter2/);
  });

  it('lists all mistakes at once', () => {
    expect(() =>
      read({
        registries: { 'r.example.com': { insecure: true } },
        tags: { match: '[' },
      }),
    ).toThrow(/has 2 mistakes/);
  });
});
