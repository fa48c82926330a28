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
      { ...state, generation: 1, image: 'img@0', fence: 0, keys: [] },
      { ...state, generation: 2, image: 'img@1', fence: 1, keys: ['k1'] },
      { ...state, generation: 3, image: 'img@2', fence: 2, keys: ['k1', 'k2'] },
      // A status changes nothing of this.
      { ...state, generation: 3, image: 'img@2', fence: 2, keys: ['k1', 'k2'] },
      { ...state, generation: 4, image: 'img@1', fence: 3, keys: ['k2', 'k3'] },
    ],
    served: { shop: '1' },
  };
}

const findBroken = (evidence: ClusterEvidence) =>
  judgeCluster(evidence)
    .filter(({ violations }) => violations.length > 0)
    .map(({ says }) => says);

describe('the rules of chaos on Kubernetes', () => {
  it('find nothing in a run as it should be', () => {
    expect(findBroken(createEvidence())).toEqual([]);
  });

  it.each<[RegExp, (evidence: ClusterEvidence) => void]>([
    [/good version/, it => (it.requests[0].status = 'rolled_back')],
    [/good version/, it => (it.requests[1].status = 'running')],
    [/one deployment/, it => it.requests[0].ids.push('c')],
    [/one deployment/, it => (it.requests[0].ids = [])],
    [/serves/, it => (it.served.shop = '2')],
    [/serves/, it => (it.states[4].image = 'img@2')],
    [/new key/, it => (it.states[3].generation = 4)],
    [/new key/, it => (it.states[1].generation = 3)],
    [/new key/, it => (it.states[4].keys = ['k2', 'k1'])],
    [/fence/, it => (it.states[4].fence = 1)],
    [/replicas/, it => (it.states[2].replicas = 2)],
  ])('find what breaks %s', (says, tamper) => {
    const evidence = createEvidence();
    tamper(evidence);
    expect(findBroken(evidence)).toContainEqual(expect.stringMatching(says));
  });
});
