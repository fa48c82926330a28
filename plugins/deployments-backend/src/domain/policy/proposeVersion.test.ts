import type { VersionOutcome } from '@slipway/backstage-plugin-deployments-common';
import { renderSentences } from '../text/renderSentences';
import { explainCaution, proposeVersion } from './proposeVersion';
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

const PROPOSED_FIRST = {
  verified: 'The newest version verified in Staging.',
  succeeded: 'The newest version deployed to Staging.',
};

describe('the proposed version', () => {
  it.each<[string, VersionCandidate[], string, keyof typeof PROPOSED_FIRST]>([
    [
      'was verified in the environment before, if any was',
      [
        candidate('1.3.0'),
        candidate('1.2.0', { staging: 'succeeded' }),
        candidate('1.1.0', { staging: 'verified' }),
        candidate('1.0.5', { staging: 'verified' }),
      ],
      '1.1.0',
      'verified',
    ],
    [
      'succeeded in the environment before without checks, if none was verified',
      [candidate('1.2.0'), candidate('1.1.0', { staging: 'succeeded' })],
      '1.1.0',
      'succeeded',
    ],
    [
      'can start',
      [
        candidate(
          '1.2.0',
          { staging: 'verified' },
          { blockers: [{ kind: 'hold', message: 'It is blocked.' }] },
        ),
        candidate('1.1.0', { staging: 'verified' }),
      ],
      '1.1.0',
      'verified',
    ],
    ...(['failed', 'rolled_back', 'breached', 'in_progress'] as const).map(
      (
        result,
      ): [string, VersionCandidate[], string, keyof typeof PROPOSED_FIRST] => [
        `is not ${result} in the environment`,
        [
          candidate('1.3.0'),
          candidate('1.2.0', { production: result, staging: 'verified' }),
          candidate('1.1.0', { staging: 'verified' }),
        ],
        '1.1.0',
        'verified',
      ],
    ),
    [
      'may have failed elsewhere',
      [candidate('1.2.0', { dev: 'failed', staging: 'verified' })],
      '1.2.0',
      'verified',
    ],
    [
      'may be the first one',
      [candidate('1.2.0', { staging: 'verified' }, { direction: undefined })],
      '1.2.0',
      'verified',
    ],
  ])('%s', (_, candidates, name, why) => {
    const proposed = proposeVersion(candidates, AT);
    expect(proposed).toEqual({
      version: expect.objectContaining({ name }),
      reason: PROPOSED_FIRST[why],
      sentences: [expect.anything()],
    });
    expect(renderSentences(proposed.sentences)).toBe(PROPOSED_FIRST[why]);
  });

  it('is the newest in the first environment', () => {
    expect(
      proposeVersion(
        [candidate('1.2.0'), candidate('1.1.0', { staging: 'verified' })],
        { ...AT, before: undefined },
      ),
    ).toMatchObject({
      version: { name: '1.2.0' },
      sentences: [{ code: 'proposal_newest' }],
    });
  });

  it.each(['failed', 'rolled_back', 'breached', 'in_progress'] as const)(
    'is not %s in the first environment',
    result => {
      expect(
        proposeVersion(
          [candidate('1.2.0', { production: result }), candidate('1.1.0')],
          { ...AT, before: undefined },
        ),
      ).toMatchObject({ version: { name: '1.1.0' } });
    },
  );

  it.each<[string, Partial<typeof AT>, string, string]>([
    [
      'none runs',
      { running: undefined },
      'No version has been verified in Staging yet. Deploy one there first, or choose one yourself.',
      'proposal_none_verified',
    ],
    [
      'one runs',
      {},
      'No newer version has been verified in Staging yet. Deploy one there first, or choose one yourself.',
      'proposal_no_newer_verified',
    ],
  ])(
    'is absent if no newer one succeeded in the environment before, and %s',
    (_, more, reason, code) => {
      const proposed = proposeVersion(
        [
          candidate('1.3.0', { staging: 'failed' }),
          candidate(
            '1.2.0',
            { dev: 'verified' },
            { blockers: [{ kind: 'promotion', message: 'Staging first.' }] },
          ),
          candidate('1.0.0', { staging: 'verified' }, { direction: 'same' }),
        ],
        { ...AT, ...more },
      );
      expect(proposed).toEqual({
        reason,
        sentences: [{ code, params: { environment: 'Staging' } }],
        blockers: [],
        deployFirstTo: 'staging',
      });
      expect(renderSentences(proposed.sentences)).toBe(reason);
    },
  );

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
      'the verified one is being deployed, although a newer one was never deployed',
      [
        candidate('1.2.0'),
        candidate('1.1.0', { production: 'in_progress', staging: 'verified' }),
      ],
      '1.1.0 is already being deployed to Production.',
    ],
    [
      'the verified one was rolled back, although a newer one was never deployed',
      [
        candidate('1.2.0'),
        candidate('1.1.0', { production: 'rolled_back', staging: 'verified' }),
      ],
      '1.1.0 was rolled back in Production.',
    ],
    [
      'the watch of the only newer one was breached',
      [candidate('1.1.0', { staging: 'breached' })],
      'The watch of 1.1.0 in Staging was breached.',
    ],
  ])('is absent with a reason if %s', (_, candidates, reason) => {
    const at = candidates.length > 0 ? AT : { ...AT, running: undefined };
    const proposed = proposeVersion(candidates, at);
    expect(proposed.version).toBeUndefined();
    const { sentences, blockers = [] } = proposed;
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

describe('the caution about a version', () => {
  const explain = (
    results: Partial<Record<string, VersionOutcome['result']>>,
    more: Partial<Parameters<typeof explainCaution>[0]> = {},
    at: Parameters<typeof explainCaution>[1] = AT,
  ) => {
    const caution = explainCaution(
      {
        ...candidate('1.1.0', results),
        neverDeployed: Object.keys(results).length === 0,
        ...more,
      },
      at,
    );
    if (caution) {
      expect(renderSentences(caution.sentences)).toBe(caution.message);
    }
    return caution?.message;
  };

  it.each<[string, Partial<Record<string, VersionOutcome['result']>>, string]>([
    ['it was never deployed', {}, '1.1.0 has not been deployed anywhere yet.'],
    [
      'it was deployed elsewhere only',
      { dev: 'verified' },
      '1.1.0 has not been verified in Staging yet.',
    ],
    [
      'it is still being deployed to the environment before',
      { staging: 'in_progress' },
      '1.1.0 has not been verified in Staging yet.',
    ],
    [
      'it failed in the environment before',
      { staging: 'failed' },
      '1.1.0 failed in Staging.',
    ],
    [
      'it was rolled back in the environment before',
      { staging: 'rolled_back' },
      '1.1.0 was rolled back in Staging.',
    ],
  ])('is given if %s', (_, results, message) => {
    expect(explain(results)).toBe(message);
  });

  it('is absent if the version succeeded before or in the environment itself', () => {
    expect(explain({ staging: 'verified' })).toBeUndefined();
    expect(explain({ staging: 'succeeded' })).toBeUndefined();
    expect(
      explain({ staging: 'failed', production: 'verified' }),
    ).toBeUndefined();
  });

  it('is absent if the version is running, and in the first environment', () => {
    expect(explain({}, { direction: 'same' })).toBeUndefined();
    expect(explain({}, {}, { ...AT, before: undefined })).toBeUndefined();
  });
});
