import { renderInTestApp } from '@backstage/test-utils';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { useSentences } from './useSentences';

const MESSAGE = "The server's message.";

function Text(props: { sentences?: Sentence[] }) {
  return <p data-testid="text">{useSentences()(props.sentences, MESSAGE)}</p>;
}

async function say(sentences?: Sentence[]): Promise<string> {
  await renderInTestApp(<Text sentences={sentences} />);
  return screen.getByTestId('text').textContent ?? '';
}

describe('useSentences', () => {
  it('joins the texts of all codes, with formatted values', async () => {
    expect(
      await say([
        {
          code: 'success_rate',
          params: { value: '89.9 %', count: 446, periodMs: 300_000 },
        },
        {
          code: 'check_needs',
          params: { check: 'availability', condition: '≥ 99 %' },
        },
        { code: 'keeps_traffic', params: { version: '1.4.2', weight: 10 } },
      ]),
    ).toBe(
      '89.9\u00a0% of 446 requests in the last 5\u00a0min succeeded. The check availability needs ≥ 99\u00a0%. 1.4.2 keeps 10\u00a0% of the traffic.',
    );
  });

  it('ends what others said with a period', async () => {
    expect(
      await say([
        { code: 'stated', params: { text: 'Cancelled by ada' } },
        { code: 'unchanged' },
      ]),
    ).toBe('Cancelled by ada. Nothing changed.');
  });

  it.each<[string, Sentence[] | undefined]>([
    ['without sentences', undefined],
    ['with an empty list', []],
    [
      'with a code of a newer server',
      [{ code: 'unchanged' }, { code: 'of_a_newer_server' }],
    ],
    ['with a code that every object has', [{ code: 'toString' }]],
  ])("shows the server's message %s", async (_, sentences) => {
    expect(await say(sentences)).toBe(MESSAGE);
  });
});
