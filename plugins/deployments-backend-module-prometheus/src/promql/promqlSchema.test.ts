import { namesBaseline, namesCandidate, promqlSchema } from './promqlSchema';

const findMistakes = (query: string) =>
  promqlSchema.safeParse(query).error?.issues.map(({ message }) => message) ??
  [];

describe('promqlSchema', () => {
  it.each([
    'sum(increase(x{service="{{ service.name }}",version=~"{{ version.name }}-.*"}[{{ window }}]))',
    'x offset {{window.seconds}}s',
    'up',
  ])('accepts %s', query => {
    expect(findMistakes(query)).toEqual([]);
  });

  it.each([
    ['sum(x) > {{ inputs.limit }}', '{{ inputs.limit }}'],
    ['{{ inputs.query }}', '{{ inputs.query }}'],
    ['x{ {{ inputs.label }}="a"}', '{{ inputs.label }}'],
    ['x{a=`{{ service.name }}`}', '{{ service.name }}'],
    ['x{a="{{ service.name }}"} / {{ inputs.y }}', '{{ inputs.y }}'],
  ])('rejects the template in %s', (query, template) => {
    expect(findMistakes(query)).toEqual([
      expect.stringContaining(`${template} is only allowed in the value of a`),
    ]);
  });

  it('knows which instance a query names', () => {
    expect(namesCandidate('up{a="{{candidate.id}}"}')).toBe(true);
    expect(namesCandidate('up{a="{{ version.name }}"}')).toBe(true);
    expect(namesCandidate('up{a="{{ service.name }}"}')).toBe(false);
    expect(namesBaseline('up{a="{{ baseline.id }}"}')).toBe(true);
  });
});
