import { createReplicaBalancer } from './replicaBalancer';

const replicas = ['a', 'b', 'c'].map((id, index) => ({ id, port: index + 1 }));

describe('createReplicaBalancer', () => {
  it('takes turns among replicas with equally many requests in progress', () => {
    const balance = createReplicaBalancer(() => 0);
    const chosen = Array.from({ length: 30 }, () => balance(replicas)?.id);
    for (const { id } of replicas) {
      expect(chosen.filter(one => one === id)).toHaveLength(10);
    }
  });

  it('chooses the replica with the fewest requests in progress', () => {
    const counts: Record<string, number> = { a: 2, b: 5, c: 1 };
    const balance = createReplicaBalancer(id => counts[id] ?? 0);
    for (let n = 0; n < 5; n++) expect(balance(replicas)?.id).toBe('c');
  });

  it('returns nothing without replicas, and the only one if there is one', () => {
    const balance = createReplicaBalancer(() => 7);
    expect(balance([])).toBeUndefined();
    expect(balance(replicas.slice(0, 1))?.id).toBe('a');
  });
});
