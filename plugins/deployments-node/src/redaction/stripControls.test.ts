import { stripControls } from './stripControls';

describe('stripControls', () => {
  it('removes sequences that move the cursor, set a title or change colours', () => {
    expect(
      stripControls(
        '\u001b[2J\u001b]0;owned\u0007\u001b[31mred\u001b[0m\u0008\u009b1mx\u0000',
      ),
    ).toBe('redx');
  });
});
