import type { DeploymentReads } from '../../application/deploymentService';
import { aStep, Life } from '../../domain/deployment/__testUtils__/builders';
import type { SourceReader } from '../../access/hidePromotionSource';
import { followDeployment } from './followDeployment';
import { toEventView } from './eventView';

describe('following a deployment', () => {
  it('describes events that happen between its reads by the state after them', async () => {
    const life = new Life({ snapshot: { steps: [aStep('deploy')] } });
    const before = life.state;
    life.pass('deploy', { trafficWeight: 100, baselineRetired: true });
    const states = [before, life.state];
    const reads = {
      get: async () => (states.length > 1 ? states.shift() : states[0]),
      events: async (_, afterSeq) =>
        life.events.filter(({ seq }) => seq > afterSeq),
      measurements: async () => [],
      logs: async () => ({ items: [], truncated: false }),
      subscribe: () => () => {},
    } satisfies Partial<DeploymentReads>;
    const sent: unknown[] = [];
    await followDeployment({
      id: life.state.id,
      reader: {} as SourceReader,
      from: { event: 0, measurement: 0, log: 0 },
      reads: reads as Partial<DeploymentReads> as DeploymentReads,
      connection: {
        signal: new AbortController().signal,
        send: async ({ event, data }) => {
          if (event === 'event') sent.push(data);
          return true;
        },
        comment: () => {},
        end: () => {},
      },
      signal: new AbortController().signal,
      pollMs: 1,
    });
    expect(sent).toEqual(
      life.events.map(event => toEventView(event, life.state)),
    );
    expect(sent.at(-1)).toMatchObject({
      sentences: [{ code: 'event_succeeded' }, { code: 'running_unverified' }],
    });
  });
});
