import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { describeResponse } from './assessResponse';

describe('describeResponse', () => {
  it('shows no part of a secret where it cuts a long message', () => {
    const described = describeResponse(
      {
        result: 'answered',
        status: 500,
        body: { message: `${'a'.repeat(289)} correct-horse-battery` },
      },
      text => redactText(text, ['correct-horse-battery']),
    );
    expect(described).toBe(`HTTP 500: ${'a'.repeat(289)} ***`);
  });
});
