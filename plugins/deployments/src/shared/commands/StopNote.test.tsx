import { renderInTestApp } from '@backstage/test-utils';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { CommandButtons } from './CommandButtons';
import { findRollback, StopNote } from './StopNote';

const command = (more: Partial<AllowedCommand>): AllowedCommand => ({
  type: 'cancel',
  label: 'Cancel the deployment',
  consequence: 'The deployment of 1.4.2 ends. Nothing changed.',
  allowed: true,
  needsReason: false,
  destructive: true,
  ...more,
});

const CANCEL = command({});
const ROLL_BACK = command({
  type: 'rollback',
  label: 'Roll back to 1.4.1',
  consequence: 'All traffic goes back to 1.4.1.',
});
const CANCEL_AS_ROLLBACK = command({
  consequence: 'This does the same as “Roll back to 1.4.1”.',
  sentences: [
    { code: 'command_cancel_as_rollback', params: { version: '1.4.1' } },
    {
      code: 'command_rollback_restore',
      params: { version: '1.4.1', other: '1.4.2' },
    },
  ],
});
const CANCEL_ASKS = command({ consequence: 'You are asked how to continue.' });

describe('the note about stopping a deployment', () => {
  it.each<[string, AllowedCommand[], string]>([
    [
      'nothing has changed yet',
      [CANCEL],
      'To stop this deployment, press “Cancel the deployment”. The deployment of 1.4.2 ends. Nothing changed.',
    ],
    [
      'cancelling rolls back as well',
      [ROLL_BACK, CANCEL_AS_ROLLBACK],
      'To stop and undo this deployment, press “Roll back to 1.4.1”. All traffic goes back to 1.4.1. “Cancel the deployment” does the same.',
    ],
    [
      'cancelling asks first',
      [ROLL_BACK, CANCEL_ASKS],
      'To stop and undo this deployment, press “Roll back to 1.4.1”. All traffic goes back to 1.4.1. “Cancel the deployment”: You are asked how to continue.',
    ],
    [
      'the reader may only cancel',
      [{ ...ROLL_BACK, allowed: false }, CANCEL],
      'To stop this deployment, press “Cancel the deployment”. The deployment of 1.4.2 ends. Nothing changed.',
    ],
  ])('says how if %s', async (_, commands, text) => {
    await renderInTestApp(<StopNote commands={commands} />);
    expect(screen.getByText(text)).toBeVisible();
  });

  it('is absent if the reader can do neither', async () => {
    await renderInTestApp(
      <StopNote commands={[{ ...CANCEL, allowed: false }]} />,
    );
    expect(screen.queryByText(/To stop/)).not.toBeInTheDocument();
  });
});

it('describes each button by what it does', async () => {
  const commands = [ROLL_BACK, CANCEL_AS_ROLLBACK];
  await renderInTestApp(
    <CommandButtons
      commands={commands}
      onCommand={() => {}}
      label="Actions"
      primary={findRollback(commands)}
    />,
  );
  expect(
    screen.getByRole('button', { name: 'Roll back to 1.4.1' }),
  ).toHaveAccessibleDescription('All traffic goes back to 1.4.1.');
  expect(
    screen.getByRole('button', { name: 'Cancel the deployment' }),
  ).toHaveAccessibleDescription(
    'This does the same as “Roll back to 1.4.1”: 1.4.1 is restored in place of 1.4.2.',
  );
});

it('says by codes why a command is refused', async () => {
  await renderInTestApp(
    <CommandButtons
      commands={[
        {
          ...ROLL_BACK,
          allowed: false,
          refusal: "The server's message",
          refusalSentences: [
            { code: 'permission_roll_back' },
            { code: 'permission_ask', params: { anyOf: 'carla dmitri' } },
          ],
        },
      ]}
      onCommand={() => {}}
      label="Actions"
    />,
  );
  expect(
    screen.getByRole('note', {
      name: "Roll back to 1.4.1: not available. You don't have permission to roll back deployments here. Ask carla or dmitri to do it.",
    }),
  ).toBeVisible();
});
