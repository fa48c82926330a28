import { toCandidateView, toServiceUrlView } from './addresses';

const instance = (weight: number) => ({
  id: 'i1',
  artifact: 'sha256:1',
  versionName: '1.0.0',
  weight,
  ready: true,
  since: 1,
});

describe('addresses', () => {
  it('has no stable URL while no instance gets traffic', () => {
    const url = 'http://checkout.test';
    expect(toServiceUrlView(undefined)).toBeUndefined();
    expect(toServiceUrlView({ at: 1, url, instances: [] })).toBeUndefined();
    expect(
      toServiceUrlView({ at: 1, url, instances: [instance(0)] }),
    ).toBeUndefined();
    expect(toServiceUrlView({ at: 1, url, instances: [instance(100)] })).toBe(
      url,
    );
  });

  const candidate = { id: 'i1', url: 'http://127.0.0.1:9001' };
  const restore = (status: 'succeeded' | 'running') => ({
    cause: 'cancel' as const,
    message: '',
    strategy: 'baseline' as const,
    startedAt: 1,
    steps: [
      {
        id: 'restore',
        action: 'restore' as const,
        title: 'Restore',
        status,
        attempt: 1,
      },
    ],
  });

  it.each([
    ['running', undefined, true],
    ['waiting', undefined, true],
    ['rolling_back', restore('running'), true],
    ['rolling_back', restore('succeeded'), false],
    ['rolled_back', restore('succeeded'), false],
    ['succeeded', undefined, false],
    ['failed', undefined, false],
  ] as const)(
    'shows the URL of the candidate of a deployment that is %s only while the candidate exists',
    (status, rollback, has) => {
      expect(toCandidateView({ candidate, status, rollback })).toEqual(
        has ? candidate : { id: 'i1' },
      );
    },
  );
});
