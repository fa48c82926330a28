import { renderInTestApp } from '@backstage/test-utils';
import type { PlannedStep } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import { useStepDescription } from './useStepDescription';

type Described = Pick<PlannedStep, 'description' | 'descriptionSentences'>;

function Text(props: { step: Described }) {
  return <p>{useStepDescription()(props.step)}</p>;
}

describe('the description of a step', () => {
  it.each<[string, Described, string]>([
    [
      'by codes, as a phrase',
      {
        description: "The server's text",
        descriptionSentences: [
          {
            code: 'step_deploy_next_to',
            params: { version: '1.4.2', other: '1.4.1' },
          },
          {
            code: 'step_stage_first_for',
            params: { weight: 10, periodMs: 120_000 },
          },
          { code: 'step_stage_all' },
        ],
      },
      'Deploy 1.4.2 beside 1.4.1: 10 % of the traffic for 2 min, then 100 %',
    ],
    [
      'of a module as it is',
      { description: 'Say hello. And goodbye.' },
      'Say hello. And goodbye.',
    ],
  ])('is said %s', async (_, step, text) => {
    await renderInTestApp(<Text step={step} />);
    expect(screen.getByText(text)).toBeVisible();
  });
});
