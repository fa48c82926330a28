import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import { createDurationSchema } from './createDurationSchema';
import { describeMistakes } from './describeMistakes';
import { listKnownKeys } from './listKnownKeys';
import { parseConfigValue, type ParseConfigOptions } from './parseConfigValue';

const schema = z.strictObject({
  name: z.string(),
  ports: z.array(z.number().int()).optional(),
  mode: z.enum(['rolling', 'recreate']).optional(),
  settings: z
    .strictObject({ tier: z.string() })
    .superRefine(({ tier }, ctx) => {
      if (tier !== 'none') return;
      ctx.addIssue({ code: 'custom', path: ['url'], message: 'is needed' });
    })
    .optional(),
  headers: z.record(z.string().regex(/^\w+$/, 'is no name'), z.string()),
  body: z.union([z.string(), z.strictObject({ text: z.string() })]).optional(),
  wait: createDurationSchema({ min: '1s', max: '1h' }).optional(),
  schedule: z
    .strictObject({ every: createDurationSchema({ min: '1s', max: '1h' }) })
    .optional(),
});

const valid = { name: 'a', headers: {} };

function listMistakes(
  value: unknown,
  { root, ...options }: ParseConfigOptions & { root?: string } = {},
): string[] {
  const parsed = parseConfigValue(schema, value, options);
  return parsed.success ? [] : describeMistakes(parsed.mistakes, root);
}

describe('parseConfigValue', () => {
  it('returns what the schema parsed', () => {
    expect(parseConfigValue(schema, { ...valid, wait: '2m' })).toEqual({
      success: true,
      data: { ...valid, wait: 120_000 },
    });
  });

  it.each<[string, object, string]>([
    [
      'a missing text',
      { name: undefined },
      'name: is missing; expected a string. If it is written as ${NAME}, that environment variable is not set.',
    ],
    [
      'a missing object',
      { headers: null },
      'headers: is missing; expected an object',
    ],
    [
      'a wrong type',
      { ports: ['80'] },
      'ports[0]: is a string; expected a number',
    ],
    [
      'an unknown key',
      { settings: { tier: 'a', tire: 'a' } },
      'settings.tire: unknown key; did you mean "tier"? Known: tier',
    ],
    [
      'an unknown word',
      { mode: 'roling' },
      'mode: unknown value "roling"; did you mean "rolling"? Known: rolling, recreate',
    ],
    [
      'a key that is no name',
      { headers: { 'a b': 'x' } },
      'headers["a b"]: is no name',
    ],
    [
      'a mistake in the branch of a union that fits',
      { body: { text: 1 } },
      'body.text: is a number; expected a string',
    ],
    [
      'a value that fits no branch of a union',
      { body: 1 },
      'body: a number does not fit here',
    ],
    [
      "a schema's own message about an absent key",
      { settings: { tier: 'none' } },
      'settings.url: is needed',
    ],
    [
      'a missing duration',
      { schedule: {} },
      'schedule.every: is missing; expected a duration from 1s to 1h, such as 10s, PT10S or { seconds: 10 }. If it is written as ${NAME}, that environment variable is not set.',
    ],
    [
      'a duration outside its limits',
      { wait: '2h' },
      'wait: expected a duration from 1s to 1h, such as 10s, PT10S or { seconds: 10 }',
    ],
  ])('explains %s', (_, value, expected) => {
    expect(listMistakes({ ...valid, ...value })).toEqual([expected]);
  });

  it('lists all mistakes below the path of the value', () => {
    expect(
      listMistakes({ name: 1, headers: { a: 2 } }, { root: 'deployments.x' }),
    ).toEqual([
      'deployments.x.name: is a number; expected a string',
      'deployments.x.headers.a: is a number; expected a string',
    ]);
    expect(listMistakes([], { root: 'deployments.x' })).toEqual([
      'deployments.x: is a list; expected an object',
    ]);
    expect(listMistakes('x')).toEqual(['is a string; expected an object']);
  });

  it('does not speak of environment variables where a key is misspelt', () => {
    expect(listMistakes({ nam: 'a', headers: {} })).toEqual([
      'name: is missing; expected a string',
      expect.stringMatching(/^nam: unknown key; did you mean "name"\?/),
    ]);
  });

  it('does not speak of environment variables where there are none', () => {
    expect(listMistakes({ headers: {} }, { mayHaveVariables: false })).toEqual([
      'name: is missing; expected a string',
    ]);
  });

  it('suggests keys that were removed before, and none that only code sets', () => {
    const [also] = listMistakes(
      { ...valid, exends: 'a' },
      { alsoKnown: ['extends'] },
    );
    expect(also).toContain('did you mean "extends"?');
    const [never] = listMistakes(
      { ...valid, bodi: 'a' },
      { neverSuggested: ['body'] },
    );
    expect(never).not.toContain('body');
  });

  it('does not repeat values that may be secrets', () => {
    const secret = 'hunter2';
    expect(
      listMistakes({
        name: [secret],
        headers: secret,
        settings: { tier: { secret } },
        wait: secret,
        body: [secret],
      }).join('\n'),
    ).not.toContain(secret);
  });

  it('returns the messages of another library as they are', () => {
    const foreign: StandardSchemaV1<unknown, object> = {
      '~standard': {
        version: 1,
        vendor: 'foreign',
        validate: () => ({
          issues: [
            { message: 'must start with https', path: [{ key: 'url' }] },
            { message: 'the key "urk" is unknown' },
          ],
        }),
      },
    };
    expect(parseConfigValue(foreign, {})).toEqual({
      success: false,
      mistakes: [
        { path: ['url'], message: 'must start with https' },
        { path: [], message: 'the key "urk" is unknown' },
      ],
    });
    expect(listKnownKeys(foreign, [])).toBeUndefined();
  });
});
