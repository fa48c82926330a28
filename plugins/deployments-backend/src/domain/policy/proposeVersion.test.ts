import type { VersionOutcome } from '@slipway/backstage-plugin-deployments-common';
import { renderSentences } from '../deployment/__testUtils__/renderSentences';
import { proposeVersion } from './proposeVersion';
import type { VersionCandidate } from './proposeVersion';

const AT = {
  environment: { name: 'production', title: 'Production' },
  before: { name: 'staging', title: 'Staging' },
  running: '1.0.0',
};

function candidate(
  name: string,
  results: Partial<Record<string, VersionOutcome['result']>> = {},
  more: Partial<VersionCandidate> = {},
): VersionCandidate {
  return {
    name,
    outcomes: Object.entries(results).map(([environment, result]) => ({
      environment,
      result: result!,
    })),
    blockers: [],
    direction: 'forward',
    ...more,
  };
}

describe('the proposed version', () => {
  it.each<[string, VersionCandidate[], string]>([
    ['is the newest', [candidate('1.2.0'), candidate('1.1.0')], '1.2.0'],
    [
      'was verified in the environment before, if any was',
      [candidate('1.2.0'), candidate('1.1.0', { staging: 'verified' })],
      '1.1.0',
    ],
    [
      'can start',
      [
        candidate(
          '1.2.0',
          {},
          { blockers: [{ kind: 'hold', message: 'It is blocked.' }] },
        ),
        candidate('1.1.0'),
      ],
      '1.1.0',
    ],
    ...(['failed', 'rolled_back', 'breached', 'in_progress'] as const).map(
      (result): [string, VersionCandidate[], string] => [
        `is not ${result} in the environment`,
        [
          candidate('1.2.0', { production: result, staging: 'verified' }),
          candidate('1.1.0'),
        ],
        '1.1.0',
      ],
    ),
    ...(['failed', 'rolled_back', 'breached'] as const).map(
      (result): [string, VersionCandidate[], string] => [
        `is not ${result} in the environment before`,
        [candidate('1.2.0', { staging: result }), candidate('1.1.0')],
        '1.1.0',
      ],
    ),
    [
      'may have failed elsewhere',
      [candidate('1.2.0', { dev: 'failed' })],
      '1.2.0',
    ],
    [
      'may be the first one',
      [candidate('1.2.0', {}, { direction: undefined })],
      '1.2.0',
    ],
  ])('%s', (_, candidates, name) => {
    expect(proposeVersion(candidates, AT)).toEqual({
      version: expect.objectContaining({ name }),
    });
  });

  it.each<[string, VersionCandidate[], string]>([
    ['no version is registered', [], 'No version is registered yet.'],
    [
      'all are as old as the running one, or older',
      [
        candidate('1.0.0', {}, { direction: 'same' }),
        candidate('0.9.0', {}, { direction: 'backward' }),
      ],
      '1.0.0 is already running in Production, and no newer version is registered.',
    ],
    [
      'each newer one has a flaw',
      [
        candidate(
          '1.5.0',
          {},
          {
            blockers: [
              {
                kind: 'quarantine',
                message: '1.5.0 is quarantined: loses orders',
              },
            ],
          },
        ),
        candidate('1.4.0', { production: 'rolled_back' }),
        candidate('1.3.0', { staging: 'failed' }),
        candidate('1.2.0', { production: 'failed' }),
      ],
      '1.5.0 is quarantined: loses orders. 1.4.0 was rolled back in Production. 1.3.0 failed in Staging.',
    ],
    [
      'the only newer one is being deployed',
      [candidate('1.1.0', { production: 'in_progress' })],
      '1.1.0 is already being deployed to Production.',
    ],
    [
      'the watch of the only newer one was breached',
      [candidate('1.1.0', { staging: 'breached' })],
      'The watch of 1.1.0 in Staging was breached.',
    ],
  ])('is absent with a reason if %s', (_, candidates, reason) => {
    const at = candidates.length > 0 ? AT : { ...AT, running: undefined };
    const proposed = proposeVersion(candidates, at);
    if ('version' in proposed) throw new Error('A version is proposed');
    const { sentences, blockers } = proposed;
    expect(proposed.reason).toBe(reason);
    // Together, the codes and the blockers say all of it.
    const said = [
      ...(sentences.length > 0 ? [renderSentences(sentences)] : []),
      ...blockers.map(({ message }) => message),
    ];
    for (const text of said) expect(reason).toContain(text);
    expect(said).not.toEqual([]);
  });
});
