import type { JsonObject } from '@backstage/types';
import { checkInputs } from './inputs';

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

describe('inputs that a person entered', () => {
  it('are completed with defaults, without changing what was sent', () => {
    const entered = { region: 'eu' };
    expect(checkInputs(SCHEMA, entered)).toEqual({
      result: 'valid',
      inputs: { region: 'eu', workers: 2 },
    });
    expect(entered).toEqual({ region: 'eu' });
  });

  it.each<[string, JsonObject, string[]]>([
    ['missing', {}, ['region: is missing']],
    [
      'not one of a list',
      { region: 'mars' },
      ['region: must be one of eu, us'],
    ],
    [
      'out of range, and unknown',
      { region: 'eu', workers: 0, wrkers: 1 },
      ['wrkers: is not an input of this golden path', 'workers: must be >= 1'],
    ],
    [
      'of another format',
      { region: 'eu', mail: 'x' },
      ['mail: must match format "email"'],
    ],
    [
      'missing inside of another',
      { region: 'eu', db: {} },
      ['db.size: is missing'],
    ],
  ])('are refused when %s', (_, inputs, mistakes) => {
    expect(checkInputs(SCHEMA, inputs)).toEqual({
      result: 'invalid',
      mistakes,
    });
  });

  it('must be none where none are declared', () => {
    expect(checkInputs(undefined, undefined)).toEqual({
      result: 'valid',
      inputs: {},
    });
    expect(checkInputs(undefined, { region: 'eu' })).toEqual({
      result: 'invalid',
      mistakes: ['region: is not an input of this golden path'],
    });
  });
});
