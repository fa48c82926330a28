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

  it('names people, and begins a sentence about a check with a capital', async () => {
    expect(
      await say([
        {
          code: 'check_missed_for',
          params: {
            check: 'availability',
            value: '91 %',
            periodMs: 15_000,
            condition: '≥ 99 %',
          },
        },
        { code: 'decided_by', params: { person: 'user:default/ada' } },
        { code: 'because', params: { reason: 'not worth it' } },
        { code: 'rolled_back_by', params: { person: 'service:external:ci' } },
      ]),
    ).toBe(
      'Availability was 91\u00a0% for 15\u00a0s (needs ≥ 99\u00a0%). Decided by ada: not worth it. Rolled back by ci.',
    );
  });

  it.each([
    ['managers', 'Only managers can approve this.'],
    ['managers carla', 'Only managers or carla can approve this.'],
    [
      'group:default/release-managers user:default/carla',
      'Only release-managers or carla can approve this.',
    ],
    ['managers carla eva', 'Only managers, carla or eva can approve this.'],
  ])('lists the alternatives %s', async (anyOf, text) => {
    expect(await say([{ code: 'approval_only', params: { anyOf } }])).toBe(
      text,
    );
  });

  it('continues after a colon', async () => {
    expect(
      await say([
        { code: 'event_rollback_started', params: { version: '1.4.1' } },
        {
          code: 'check_failed',
          params: { check: 'p95', detail: 'no data in the period' },
        },
      ]),
    ).toBe('Rolling back to 1.4.1: p95 failed: no data in the period.');
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
