import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { useStepDescription } from './useStepDescription';

type Described = Parameters<ReturnType<typeof useStepDescription>>[0];

const STEP: Described = {
  description: 'Say hello. And goodbye.',
  use: 'greet',
  changes: 'irreversible',
};

function Text(props: { step: Described }) {
  return <p>{useStepDescription()(props.step)}</p>;
}

describe('the description of a step', () => {
  it.each<[string, Described, string]>([
    [
      'by codes, as a phrase',
      {
        ...STEP,
        changes: 'reversible',
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
      'of a module as it is, with a warning',
      STEP,
      "Say hello. And goodbye. · can't be undone",
    ],
    [
      'without a warning, if it was undone',
      { ...STEP, status: 'undone' },
      'Say hello. And goodbye.',
    ],
    [
      'without a warning, if a removed version can be deployed again',
      { ...STEP, use: 'remove' },
      'Say hello. And goodbye.',
    ],
  ])('is said %s', async (_, step, text) => {
    await renderInTestApp(<Text step={step} />);
    expect(screen.getByText(text)).toBeVisible();
  });
});
