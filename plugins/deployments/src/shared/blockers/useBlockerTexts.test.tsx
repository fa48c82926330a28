import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from './useBlockerTexts';

const MESSAGE = "The server's sentence.";

function Texts(props: { blocker: Blocker }) {
  return <p data-testid="text">{useBlockerTexts([props.blocker])}</p>;
}

async function describeBlocker(blocker: Partial<Blocker>): Promise<string> {
  await renderInTestApp(
    <Texts blocker={{ kind: 'hold', message: MESSAGE, ...blocker }} />,
  );
  // Numbers and units are kept on one line.
  return (screen.getByTestId('text').textContent ?? '').replaceAll(
    '\u00a0',
    ' ',
  );
}

describe('useBlockerTexts', () => {
  it.each<[Partial<Blocker>, string]>([
    [{ code: 'hold', params: { reason: 'Look first' } }, 'On hold: Look first'],
    [
      {
        code: 'hold',
        params: { reason: 'The deployment of 1.4.2 to dev was rolled back.' },
        sentences: [
          { code: 'deployment_rolled_back', params: { version: '1.4.2' } },
        ],
      },
      'On hold: The deployment of 1.4.2 was rolled back.',
    ],
    [
      {
        kind: 'drift',
        code: 'drift',
        params: { cause: MESSAGE, expected: '1.4.2', observed: '1.4.1' },
      },
      '1.4.2 should run here, but 1.4.1 does. Adopt the running version or overwrite it.',
    ],
    [
      { kind: 'drift', code: 'drift', params: { cause: MESSAGE } },
      `${MESSAGE} Adopt the running version or overwrite it.`,
    ],
    [
      {
        code: 'soak',
        params: { version: '1.4.2', source: 'Staging', requiredMs: 600_000 },
      },
      '1.4.2 must run with passed checks in Staging for 10 min.',
    ],
    [{ code: 'approvals', params: { given: 0, needed: 1 } }, '0 of 1 approval'],
    [
      { code: 'approvals', params: { given: 1, needed: 2 } },
      '1 of 2 approvals',
    ],
    [
      {
        code: 'approvals',
        params: { given: 0, needed: 1, message: 'Money moves' },
      },
      'Money moves (0 of 1 approval)',
    ],
    [
      { code: 'paused', params: { person: 'user:default/ana' } },
      'Paused by ana',
    ],
    [
      {
        code: 'slot_running_next',
        params: { other: 'rollback', otherVersion: '1.4.0', ahead: 0 },
      },
      'A rollback to 1.4.0 is running. This deployment is next.',
    ],
    [
      {
        kind: 'slot',
        code: 'slot_running_next',
        params: { other: 'rollback', otherVersion: '1.4.0', ahead: 0 },
        sentences: [{ code: 'slot_removes' }],
      },
      'A rollback to 1.4.0 is running. This deployment is next. It will remove the version that is running then.',
    ],
    [
      { code: 'slot_queued', params: { other: 'restart', ahead: 2 } },
      'A restart is first in the queue. Deployments ahead of this one: 2.',
    ],
  ])('translates %j', async (blocker, text) => {
    expect(await describeBlocker(blocker)).toBe(text);
  });

  it.each([['of_a_newer_server'], ['toString'], [undefined]])(
    "shows the server's sentence for the code %s",
    async code => {
      expect(await describeBlocker({ code })).toBe(MESSAGE);
    },
  );
});
