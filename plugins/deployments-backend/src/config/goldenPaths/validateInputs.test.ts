import type { JsonObject } from '@backstage/types';
import { validateInputs, readInputs } from './validateInputs';
import { collectMistakes } from '../schema/mistakes';

const SCHEMA: JsonObject = {
  type: 'object',
  required: ['region'],
  properties: {
    region: { type: 'string', enum: ['eu', 'us'] },
    workers: { type: 'integer', minimum: 1, default: 2 },
    mail: { type: 'string', format: 'email' },
    db: {
      type: 'object',
      required: ['size'],
      properties: { size: { type: 'string' } },
    },
  },
};

describe('inputs of a request', () => {
  it('get defaults without changing the request', () => {
    const entered = { region: 'eu' };
    expect(validateInputs(SCHEMA, entered)).toEqual({
      result: 'valid',
      inputs: { region: 'eu', workers: 2 },
    });
    expect(entered).toEqual({ region: 'eu' });
  });

  it.each<[string, JsonObject, string[]]>([
    ['missing', {}, ['region: is missing']],
    [
      'a value is not in the list',
      { region: 'mars' },
      ['region: must be one of eu, us'],
    ],
    [
      'a value is out of range and another is unknown',
      { region: 'eu', workers: 0, wrkers: 1 },
      ['wrkers: is not an input of this golden path', 'workers: must be >= 1'],
    ],
    [
      'a value has the wrong format',
      { region: 'eu', mail: 'x' },
      ['mail: must match format "email"'],
    ],
    [
      'a nested value is missing',
      { region: 'eu', db: {} },
      ['db.size: is missing'],
    ],
  ])('are refused when %s', (_, inputs, mistakes) => {
    expect(validateInputs(SCHEMA, inputs)).toEqual({
      result: 'invalid',
      mistakes,
    });
  });

  it('are refused if the golden path declares none', () => {
    expect(validateInputs(undefined, undefined)).toEqual({
      result: 'valid',
      inputs: {},
    });
    expect(validateInputs(undefined, { region: 'eu' })).toEqual({
      result: 'invalid',
      mistakes: ['region: is not an input of this golden path'],
    });
  });
});

describe('patterns of inputs', () => {
  const schema = (pattern: string): JsonObject => ({
    type: 'object',
    properties: { name: { type: 'string', pattern } },
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(5_000)}!`],
    ['^(\\w|\\d)*$', `${'1'.repeat(5_000)}!`],
    ['^([a-z]+\\s?)*$', `${'word '.repeat(1_000)}!`],
  ])('cannot block the event loop: %s', (pattern, name) => {
    // JavaScript's own engine would take longer than the age of the universe.
    expect(validateInputs(schema(pattern), { name })).toMatchObject({
      result: 'invalid',
      mistakes: [expect.stringContaining('must match pattern')],
    });
  });

  it.each([
    ['^CHG-[0-9]{3,6}$', 'CHG-1042', true],
    ['^CHG-[0-9]{3,6}$', 'CHG-1', false],
    ['^\\p{Lu}\\p{Ll}+$', 'Größe', true],
    ['\\u0041', 'xAx', true],
  ])('have the semantics of JSON Schema: %s for %s', (pattern, name, fits) => {
    expect(validateInputs(schema(pattern), { name }).result).toBe(
      fits ? 'valid' : 'invalid',
    );
  });

  it.each(['^(?!x)', '(a)\\1'])(
    'that need more than linear time are configuration mistakes: %s',
    pattern => {
      const mistakes = collectMistakes();
      expect(readInputs(schema(pattern), ['inputs'], mistakes)).toBeUndefined();
      expect(mistakes.list()).toEqual([
        { path: 'inputs', message: expect.stringContaining('lookaheads') },
      ]);
    },
  );
});

describe('texts of inputs', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      note: { type: 'string' },
      text: { type: 'string', 'ui:widget': 'textarea' },
      list: { type: 'array', items: { type: 'string' } },
    },
  };

  it.each<[JsonObject, string]>([
    [{ note: 'a\r\nx-admin: true' }, 'note: must be one line'],
    [{ note: 'a\u0007' }, 'note: must not contain control characters'],
    [{ note: 'a\u202eb' }, 'note: must not contain control characters'],
    [{ note: 'a\ud83d' }, 'note: is not valid Unicode'],
    [{ list: ['fine', 'a\nb'] }, 'list.1: must be one line'],
    [{ text: 'a\u001b[2J' }, 'text: must not contain control characters'],
    [{ note: 'x'.repeat(20_001) }, 'note: is longer than 20000 characters'],
  ])('with invisible characters are refused: %j', (inputs, mistake) => {
    expect(validateInputs(schema, inputs)).toEqual({
      result: 'invalid',
      mistakes: [mistake],
    });
  });

  it('may have several lines in a textarea, and any letters', () => {
    const inputs = { text: 'a\r\n\tb', note: 'Größe ✓ 👩‍💻' };
    expect(validateInputs(schema, inputs)).toEqual({ result: 'valid', inputs });
  });
});
