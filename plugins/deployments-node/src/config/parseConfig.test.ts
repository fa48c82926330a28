import { ConfigReader } from '@backstage/config';
import { z } from 'zod';
import { getDefaultDataDir } from './getDefaultDataDir';
import { parseConfig } from './parseConfig';

const schema = z.strictObject({ url: z.string(), port: z.number().default(1) });

describe('parseConfig', () => {
  it('returns what the schema parsed, and nothing for an absent section', () => {
    const read = (deployments: object) =>
      parseConfig(new ConfigReader({ deployments }), 'deployments.x', schema);
    expect(read({ x: { url: 'a' } })).toEqual({ url: 'a', port: 1 });
    expect(read({ x: null })).toBeUndefined();
    expect(read({})).toBeUndefined();
  });

  it.each<[object, string]>([
    [
      { url: 1 },
      'The configuration of x has a mistake:\n  x.url: is a number; expected a string',
    ],
    [
      { url: 1, port: 'a' },
      'The configuration of x has 2 mistakes:\n  x.url: is a number; expected a string\n  x.port: is a string; expected a number',
    ],
  ])('rejects %j with all mistakes', (x, expected) => {
    expect(() =>
      parseConfig(new ConfigReader({ x: { ...x } }), 'x', schema),
    ).toThrow(
      expect.objectContaining({ name: 'InputError', message: expected }),
    );
  });
});

describe('getDefaultDataDir', () => {
  it.each<[string, object, string]>([
    [
      'next to the files of SQLite',
      { backend: { database: { connection: { directory: '/data' } } } },
      '/data/local',
    ],
    [
      'in .data if the database is in memory',
      { backend: { database: { connection: ':memory:' } } },
      '.data/local',
    ],
    ['in .data if there is no database', {}, '.data/local'],
  ])('is %s', (_, config, expected) => {
    expect(getDefaultDataDir(new ConfigReader({ ...config }), 'local')).toBe(
      expected,
    );
  });
});
