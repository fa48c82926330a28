import { gzipSync } from 'node:zlib';
import { compareBodies, type Body } from './compareBodies';

const json = (value: unknown): Body => ({
  bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  contentType: 'application/json; charset=utf-8',
});

describe('compareBodies', () => {
  it.each<[string, unknown, unknown, boolean, string[]]>([
    [
      'the same fields in another order',
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      true,
      [],
    ],
    ['an ignored field', { id: 1, a: { id: 2 } }, { id: 3, a: {} }, true, []],
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, false, ['a.b']],
    ['a missing field', { a: 1, b: 1 }, { a: 1 }, false, ['b']],
    [
      'another element',
      { a: [1, { b: 2 }] },
      { a: [1, { b: 3 }] },
      false,
      ['a.1.b'],
    ],
    ['a longer list', [1], [1, 2], false, ['1']],
    ['another type', { a: [] }, { a: {} }, false, ['a']],
    ['null instead of an object', { a: null }, { a: {} }, false, ['a']],
    ['other documents', 1, 2, false, []],
    ['invalid JSON', '{', '[', false, []],
  ])('compares JSON bodies with %s', async (_, a, b, equal, fields) => {
    expect(await compareBodies(json(a), json(b), new Set(['id']))).toEqual({
      equal,
      fields,
    });
  });

  it('names at most 10 fields, and reads no values', async () => {
    const fill = (value: string) =>
      json(Object.fromEntries([...'abcdefghijklmno'].map(key => [key, value])));
    const { fields } = await compareBodies(
      fill('secret'),
      fill('other'),
      new Set(),
    );
    expect(fields).toEqual([...'abcdefghij']);
  });

  it('compares compressed JSON by its fields', async () => {
    const compressed = { ...json({ a: 1, id: 1 }), contentEncoding: 'gzip' };
    compressed.bytes = gzipSync(compressed.bytes);
    const plain = json({ id: 2, a: 1 });
    expect(await compareBodies(compressed, plain, new Set(['id']))).toEqual({
      equal: true,
      fields: [],
    });
  });

  it('does not fail on bodies that are nested deeply or not compressed as they say', async () => {
    const deep = (value: string) =>
      json(`${'['.repeat(30_000)}${value}${']'.repeat(30_000)}`);
    expect((await compareBodies(deep('1'), deep('2'), new Set())).equal).toBe(
      false,
    );
    const broken = { ...json({}), contentEncoding: 'gzip' };
    expect((await compareBodies(broken, json({ a: 1 }), new Set())).equal).toBe(
      false,
    );
  });

  it('compares other bodies by their bytes', async () => {
    const text = (bytes: string): Body => ({
      bytes: Buffer.from(bytes),
      contentType: 'text/html',
    });
    const compare = (a: string, b: string) =>
      compareBodies(text(a), text(b), new Set(['id']));
    expect((await compare('<p>', '<p>')).equal).toBe(true);
    expect(await compare('{"id":1}', '{"id":2}')).toEqual({
      equal: false,
      fields: [],
    });
  });
});
