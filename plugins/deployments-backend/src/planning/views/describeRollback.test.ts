import {
  aSnapshot,
  aStep,
  version,
} from '../../domain/deployment/__testUtils__/builders';
import type { Snapshot } from '../../domain/deployment/snapshot';
import { describeRollback } from './describeRollback';

const IN_PLACE = [aStep('deploy', { use: 'deploy', changes: 'reversible' })];

describe('describeRollback', () => {
  it.each<[string, Partial<Snapshot>, string]>([
    [
      'traffic goes back, if the deployment shifts traffic',
      {},
      'While 1.4.1 is still running, all traffic goes back to it; after that, 1.4.0, the last known good version, is deployed again.',
    ],
    [
      'the previous version is restored, if the new one takes its place',
      { steps: IN_PLACE },
      '1.4.1 is restored; if that is no longer possible, 1.4.0, the last known good version, is deployed again.',
    ],
    [
      'a person decides at last, without a last known good version',
      { steps: IN_PLACE, rollbackTarget: undefined, onFailure: 'pause' },
      'It asks for a decision first. 1.4.1 is restored; if that is no longer possible, a person decides.',
    ],
    [
      'the new version is stopped, if nothing is running',
      {
        steps: IN_PLACE,
        baseline: undefined,
        rollbackTarget: version('1.4.0'),
      },
      'Nothing is running here now, so the new version is stopped; after that, 1.4.0, the last known good version, is deployed again.',
    ],
  ])('says that %s', (_, snapshot, text) => {
    expect(describeRollback(aSnapshot(snapshot)).rollbackNote).toBe(text);
  });
});
