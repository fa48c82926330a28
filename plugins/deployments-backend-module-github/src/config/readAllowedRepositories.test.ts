import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readAllowedRepositories } from './readAllowedRepositories';

const read = (github?: JsonObject) =>
  readAllowedRepositories(
    new ConfigReader({ deployments: github ? { github } : {} }),
  );

describe('readAllowedRepositories', () => {
  it.each<[string, string, boolean]>([
    ['github.com', 'acme/checkout', true],
    ['github.com', 'ACME/Other', true],
    ['github.com', 'acme-labs/checkout', false],
    ['github.com', 'shop/cart', true],
    ['github.com', 'shop/cart-v2', false],
    ['github.com', 'shop/other', false],
    ['github.acme.com', 'shop/cart', false],
    ['github.acme.com', 'tools/x', true],
    ['github.org', 'acme/checkout', false],
  ])('with hosts, decides about %s/%s: %s', (host, repository, expected) => {
    const isAllowed = read({
      hosts: {
        'github.com': { repositories: ['Acme', 'shop/cart'] },
        'github.acme.com': { repositories: ['tools'] },
      },
    });
    expect(isAllowed({ host, repository })).toBe(expected);
  });

  it.each([undefined, {}])('without hosts (%j), allows all', github => {
    expect(read(github)({ host: 'github.com', repository: 'a/b' })).toBe(true);
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a pattern',
      { hosts: { 'github.com': { repositories: ['acme/*'] } } },
      /hosts\["github\.com"\]\.repositories\[0\]: expected an owner such as acme, or a repository such as acme\/checkout/,
    ],
    [
      'an empty list',
      { hosts: { 'github.com': { repositories: [] } } },
      /repositories: list at least one owner or repository/,
    ],
    [
      'a host in two spellings',
      {
        hosts: {
          'github.com': { repositories: ['acme/checkout'] },
          'GitHub.com': { repositories: ['acme'] },
        },
      },
      /hosts\["GitHub\.com"\]: is the same host as github\.com; list each host once/,
    ],
    ['a host without a list', { hosts: { 'github.com': {} } }, /repositories/],
    ['an unknown key', { host: {} }, /unknown key.*did you mean "?hosts/],
  ])('rejects %s', (_, github, message) => {
    expect(() => read(github)).toThrow(message);
  });
});
