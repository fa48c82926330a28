import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import { limitObservation } from './limitObservation';

const redact = (text: string) => text.replaceAll('hunter2', '***');

describe('an observation', () => {
  it('without anything for people stays as it is', () => {
    const observation: Observation = { at: 1, instances: [] };
    expect(limitObservation(observation, redact)).toEqual(observation);
  });

  it('loses secrets, surplus evidence and links that a browser should not open', () => {
    const line = `password hunter2 ${'x'.repeat(600)}`;
    const limited = limitObservation(
      {
        at: 1,
        instances: [],
        managedBy: 'Helm release hunter2',
        changedBy: { name: 'kubectl hunter2', at: 5 },
        links: [
          // eslint-disable-next-line no-script-url -- The link must be dropped.
          { title: 'Script', url: 'javascript:alert(1)' },
          { title: 'Relative', url: '/deployments' },
          { title: 'Password', url: 'https://me:password@example.com/' },
          { title: 'Secret', url: 'https://example.com/hunter2' },
          { title: 'Dashboard of hunter2', url: 'https://example.com/d/1' },
        ],
        problems: Array.from({ length: 30 }, () => ({
          code: 'crash_loop' as const,
          message: 'It exits with hunter2',
          object: 'pod/checkout',
          since: 3,
          logTail: Array.from({ length: 25 }, (_, n) => `${n} ${line}`),
          link: { title: 'Pod', url: 'ftp://example.com' },
        })),
      },
      redact,
    );
    expect(limited).toMatchObject({
      managedBy: 'Helm release ***',
      changedBy: { name: 'kubectl ***', at: 5 },
      links: [{ title: 'Dashboard of ***', url: 'https://example.com/d/1' }],
    });
    expect(limited.problems).toHaveLength(20);
    const [problem] = limited.problems!;
    expect(problem).toMatchObject({
      code: 'crash_loop',
      message: 'It exits with ***',
      object: 'pod/checkout',
      since: 3,
    });
    expect(problem).not.toHaveProperty('link');
    expect(problem.logTail).toHaveLength(20);
    expect(problem.logTail![19]).toMatch(/^24 password \*\*\* x+$/);
    expect(problem.logTail![19]).toHaveLength(500);
  });
});
