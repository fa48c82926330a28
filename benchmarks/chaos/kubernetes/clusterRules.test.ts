import { judgeCluster, type ClusterEvidence } from './clusterRules';

function createEvidence(): ClusterEvidence {
  const state = { name: 'shop', replicas: 1 };
  return {
    initial: { shop: { version: '0', artifact: 'img@0' } },
    requests: [
      {
        service: 'shop',
        ids: ['a', 'a'],
        version: '1',
        artifact: 'img@1',
        isBroken: false,
        status: 'succeeded',
      },
      {
        service: 'shop',
        ids: ['b'],
        version: '2',
        artifact: 'img@2',
        isBroken: true,
        status: 'rolled_back',
      },
    ],
    states: [
      { ...state, template: 'a', image: 'img@0', fence: 0, keys: [] },
      { ...state, template: 'b', image: 'img@1', fence: 1, keys: ['k1'] },
      { ...state, template: 'c', image: 'img@2', fence: 2, keys: ['k1', 'k2'] },
      // An update of the status changes none of these.
      { ...state, template: 'c', image: 'img@2', fence: 2, keys: ['k1', 'k2'] },
      { ...state, template: 'd', image: 'img@1', fence: 3, keys: ['k2', 'k3'] },
    ],
    served: { shop: '1' },
  };
}

const findBroken = (evidence: ClusterEvidence) =>
  judgeCluster(evidence)
    .filter(({ violations }) => violations.length > 0)
    .map(({ rule }) => rule);

describe('the rules of chaos on Kubernetes', () => {
  it('find no violation in a correct run', () => {
    expect(findBroken(createEvidence())).toEqual([]);
  });

  it.each<[RegExp, (evidence: ClusterEvidence) => void]>([
    [/good version/, it => (it.requests[0].status = 'rolled_back')],
    [/good version/, it => (it.requests[1].status = 'running')],
    [/one deployment/, it => it.requests[0].ids.push('c')],
    [/one deployment/, it => (it.requests[0].ids = [])],
    [/serves/, it => (it.served.shop = '2')],
    [/serves/, it => (it.states[4].image = 'img@2')],
    [/new key/, it => (it.states[3].template = 'd')],
    [/new key/, it => (it.states[1].keys = [])],
    [/new key/, it => (it.states[4].keys = ['k2', 'k1'])],
    [/fence/, it => (it.states[4].fence = 1)],
    [/replicas/, it => (it.states[2].replicas = 2)],
  ])('report a violation of %s', (rule, tamper) => {
    const evidence = createEvidence();
    tamper(evidence);
    expect(findBroken(evidence)).toContainEqual(expect.stringMatching(rule));
  });
});
