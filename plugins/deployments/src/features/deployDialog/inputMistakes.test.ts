import { toErrorSchema, splitWarnings } from './inputMistakes';

const SCHEMA = {
  type: 'object',
  properties: {
    region: { type: 'string' },
    db: { type: 'object', properties: { size: { type: 'string' } } },
  },
};

describe('what a plan warns of', () => {
  it('is split into warnings about inputs and others', () => {
    expect(
      splitWarnings(SCHEMA, [
        'region: must be one of eu, us',
        'db.size: is missing',
        'db.colour: is not an input of this golden path',
        'The source ci answered: 503',
      ]),
    ).toEqual({
      mistakes: [
        { input: 'region', message: 'must be one of eu, us' },
        { input: 'db.size', message: 'is missing' },
      ],
      others: [
        'db.colour: is not an input of this golden path',
        'The source ci answered: 503',
      ],
    });
  });

  it('has no input warnings if the golden path has no inputs', () => {
    expect(splitWarnings(undefined, ['region: is missing'])).toEqual({
      mistakes: [],
      others: ['region: is missing'],
    });
  });

  it('finds its fields', () => {
    expect(
      toErrorSchema([
        { input: 'db.size', message: 'is missing' },
        { input: 'region', message: 'a' },
        { input: 'region', message: 'b' },
      ]),
    ).toEqual({
      db: { size: { __errors: ['is missing'] } },
      region: { __errors: ['a', 'b'] },
    });
  });
});
