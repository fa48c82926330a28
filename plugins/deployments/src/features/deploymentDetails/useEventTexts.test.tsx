import { renderInTestApp } from '@backstage/test-utils';
import type { DeploymentEvent } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { useEventTexts } from './useEventTexts';

const AT = { seq: 1, at: '2026-11-21T10:00:00Z' };

function Texts(props: { events: DeploymentEvent[] }) {
  return (
    <ol>
      {useEventTexts(props.events).map(text => (
        <li key={text}>{text}</li>
      ))}
    </ol>
  );
}

it('says events and their blockers in the language of the portal', async () => {
  const events: DeploymentEvent[] = [
    {
      ...AT,
      type: 'paused',
      message: 'The server says pause.',
      sentences: [
        { code: 'event_paused', params: { person: 'user:default/ada' } },
      ],
    },
    {
      ...AT,
      type: 'blocked',
      message: 'Waiting to start: the server knows why.',
      sentences: [
        { code: 'event_blocked' },
        { code: 'stated', params: { text: 'the server knows why' } },
      ],
      data: {
        blockers: [
          {
            kind: 'soak',
            message: 'the server knows why',
            code: 'soak',
            params: {
              version: '1.4.1',
              source: 'Staging',
              requiredMs: 3_600_000,
            },
          },
        ],
      },
    },
    {
      ...AT,
      type: 'stepWaiting',
      message: '“Watch” is waiting: p95: too few.',
      sentences: [
        { code: 'event_step_waiting', params: { step: 'Watch' } },
        { code: 'stated', params: { text: 'p95: too few' } },
      ],
      data: {
        blocker: {
          kind: 'decision',
          message: 'p95: too few',
          sentences: [
            { code: 'check_named', params: { check: 'p95' } },
            { code: 'check_few' },
            { code: 'measured_few', params: { count: 3, needed: 20 } },
          ],
        },
      },
    },
    { ...AT, type: 'news', message: 'An event of a newer server.' },
  ];
  await renderInTestApp(<Texts events={events} />);
  const texts = screen.getAllByRole('listitem').map(item => item.textContent);
  expect(texts).toEqual([
    'ada paused the deployment.',
    'Waiting to start: 1.4.1 must run with passed checks in Staging for 1\u00a0h.',
    '“Watch” is waiting: p95: No measurement passed and none failed: Only 3 of the 20 samples that the check needs.',
    'An event of a newer server.',
  ]);
});
