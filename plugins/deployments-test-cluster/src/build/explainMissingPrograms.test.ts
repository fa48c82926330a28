import { explainMissingPrograms } from './explainMissingPrograms';

describe('explainMissingPrograms', () => {
  it('finds programs on the PATH', () => {
    expect(explainMissingPrograms(['sh'])).toBeUndefined();
    expect(explainMissingPrograms([])).toBeUndefined();
  });

  it('names all that are missing, and how to install them', () => {
    expect(explainMissingPrograms(['sh', 'no-such-a', 'no-such-b'])).toBe(
      'no-such-a and no-such-b must be on the PATH. On Debian: `apt-get install --no-install-recommends no-such-a no-such-b`.',
    );
  });
});
