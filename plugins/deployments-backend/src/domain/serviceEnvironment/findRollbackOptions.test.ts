import { version } from '../deployment/__testUtils__/builders';
import type { Served } from '../model/servedVersion';
import { findRollbackOptions } from './findRollbackOptions';

const current = {
  version: version('9'),
  since: 0,
  by: 'user:default/ada',
  deploymentId: 'd9',
  verification: 'passed' as const,
};

const served = (name: string, more: Partial<Served> = {}): Served => ({
  deploymentId: `d${name}`,
  kind: 'deploy',
  version: version(name),
  requestedBy: 'user:default/ada',
  finishedAt: Number(name),
  verification: 'passed',
  ...more,
});

const target = (...history: Served[]) =>
  findRollbackOptions({
    serviceEnvironment: { current },
    served: [served('9'), ...history],
  }).target;

describe('the proposed version of a rollback', () => {
  it.each<[string, Served[], string]>([
    [
      'the newest that its watch confirmed',
      [served('8', { watch: 'ended' }), served('7', { watch: 'confirmed' })],
      'sha256:7',
    ],
    [
      'one without a watch, before one whose watch has not confirmed it',
      [served('8', { watch: 'watching' }), served('7')],
      'sha256:7',
    ],
    [
      'the newest good one, if no watch confirmed any',
      [served('8', { watch: 'ended' }), served('7', { watch: 'ended' })],
      'sha256:8',
    ],
    [
      'none whose watch was breached',
      [served('8', { watch: 'breached' }), served('7', { watch: 'ended' })],
      'sha256:7',
    ],
    [
      'the newest good one, if nothing was watched',
      [served('8'), served('7')],
      'sha256:8',
    ],
  ])('is %s', (_, history, artifact) => {
    expect(target(...history)).toBe(artifact);
  });

  it('is listed with the state of its watch', () => {
    const { versions } = findRollbackOptions({
      serviceEnvironment: { current },
      served: [served('9'), served('8', { watch: 'confirmed' })],
    });
    expect(versions).toMatchObject([
      { version: { name: '8' }, watch: 'confirmed' },
    ]);
  });
});
