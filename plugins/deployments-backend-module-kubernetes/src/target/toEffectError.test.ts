import { KubernetesError } from '../client/kubernetesError';
import { toEffectError } from './toEffectError';

const ATTEMPTED = {
  cluster: 'eu',
  namespace: 'shop',
  verb: 'get',
  resource: 'deployments',
  name: 'checkout',
};

const explain = (failure: KubernetesError['failure']) =>
  toEffectError(new KubernetesError('it failed', failure), ATTEMPTED, {
    notSent: true,
  });

describe('a failure of the API server', () => {
  it('that says that the object does not exist is final', () => {
    expect(
      explain({ kind: 'rejected', status: 404, reason: 'NotFound' }),
    ).toMatchObject({ code: 'not_found', retryable: false });
  });

  it.each<[string, KubernetesError['failure']]>([
    ['a 404 of a proxy', { kind: 'rejected', status: 404, reason: '' }],
    ['the page of a proxy', { kind: 'unreadable' }],
    ['a server error', { kind: 'rejected', status: 503, reason: '' }],
  ])('that is %s says nothing about the object', (_, failure) => {
    expect(explain(failure)).toMatchObject({
      code: 'unreachable',
      retryable: true,
    });
  });
});
