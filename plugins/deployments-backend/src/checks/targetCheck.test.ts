import { TestTarget } from '../application/__testUtils__/TestTarget';
import { targetCheck } from './targetCheck';

/** Measures the success rate while both versions run. */
function measure(
  of: 'candidate' | 'baseline' | 'service',
  respond: TestTarget['measured'],
) {
  const target = new TestTarget();
  target.measured = respond;
  return targetCheck.measure({
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    settings: {},
    deploymentId: 'd',
    with: { measure: 'success-rate', of },
    target,
    version: { id: 'v', name: '2', artifact: 'sha256:2' },
    candidate: { id: 'i2', artifact: 'sha256:2', versionName: '2' },
    baseline: { id: 'i1', artifact: 'sha256:1', versionName: '1' },
    from: 0,
    to: 60_000,
    deadline: Date.now() + 5_000,
    signal: AbortSignal.timeout(5_000),
  });
}

const CANDIDATE = { value: 0.78, samples: 36 };
const BASELINE = { value: 0.99, samples: 320 };

describe('a check of the target while both versions run', () => {
  it('measures the baseline beside the candidate', async () => {
    expect(
      await measure('candidate', artifact =>
        artifact === 'sha256:2' ? CANDIDATE : BASELINE,
      ),
    ).toEqual({ ...CANDIDATE, baseline: BASELINE });
  });

  it('measures the candidate even if the baseline can not be measured', async () => {
    expect(
      await measure('candidate', artifact => {
        if (artifact === 'sha256:2') return CANDIDATE;
        throw new Error('the proxy is away');
      }),
    ).toEqual(CANDIDATE);
  });

  it('has no data without data of the candidate', async () => {
    expect(
      await measure('candidate', artifact =>
        artifact === 'sha256:2' ? undefined : BASELINE,
      ),
    ).toBeUndefined();
  });

  it.each(['baseline', 'service'] as const)(
    'measures only the %s if that is what it checks',
    async of => {
      expect(await measure(of, () => BASELINE)).toEqual(BASELINE);
    },
  );
});
