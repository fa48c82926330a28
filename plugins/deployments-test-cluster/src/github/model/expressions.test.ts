import { renderTemplate } from './expressions';

const values = {
  inputs: { version: '1.4.2', 'my-key': 'k' },
  github: { ref_name: 'main' },
};

it.each([
  ['Deploy ${{ inputs.version }}', 'Deploy 1.4.2'],
  ['${{inputs.version}} on ${{ github.ref_name }}', '1.4.2 on main'],
  ['[${{ github.event.inputs.my-key }}]', '[k]'],
  ['${{ inputs.unknown }}-${{ github.unknown }}', '-'],
  [
    'no expression: $' + '{ inputs.version }',
    'no expression: ${ inputs.version }',
  ],
])('%s', (template, expected) => {
  expect(renderTemplate(template, values)).toBe(expected);
});

it('does not evaluate what an input contains', () => {
  expect(
    renderTemplate('${{ inputs.version }}', {
      inputs: { version: '${{ github.ref_name }}' },
      github: { ref_name: 'main' },
    }),
  ).toBe('${{ github.ref_name }}');
});

it('refuses functions and operators', () => {
  expect(() =>
    renderTemplate("${{ inputs.version || 'none' }}", values),
  ).toThrow('cannot evaluate "inputs.version || \'none\'"');
});
