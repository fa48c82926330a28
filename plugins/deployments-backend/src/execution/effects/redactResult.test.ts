import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import { redactResult } from './redactResult';

const SECRET = 'hunter2';
const RENDERER = {
  redact: (text: string) => text.replaceAll(SECRET, '<redacted>'),
} as Renderer;

const MESSAGE = `It said ${SECRET}`;
const SENTENCES: Sentence[] = [
  { code: 'stated', params: { text: MESSAGE } },
  { code: 'result_share', params: { weight: 10 } },
];
const SAID = { message: MESSAGE, sentences: SENTENCES };

const RESULTS: StepResult[] = [
  {
    state: 'running',
    pollAfterMs: 1,
    ...SAID,
    handle: { kept: { note: MESSAGE }, outcome: { message: MESSAGE } },
    blocker: { kind: 'decision', ...SAID, params: { message: MESSAGE } },
  },
  { state: 'succeeded', ...SAID },
  { state: 'failed', retryable: false, error: { code: 'odd', ...SAID } },
  { state: 'undecided', verdict: 'error', ...SAID },
  { state: 'waiting', blocker: { kind: 'external', ...SAID } },
];

describe('a result that is stored', () => {
  it.each(RESULTS.map(result => [result.state, result] as const))(
    'contains no secret, in its message and in what its codes name: %s',
    (_, result) => {
      const stored = redactResult(result, RENDERER);
      expect(JSON.stringify(stored)).not.toContain(SECRET);
      expect(JSON.stringify(stored).replaceAll('<redacted>', SECRET)).toBe(
        JSON.stringify(result),
      );
    },
  );
});
