import { ProbeWitness } from './probeWitness';

describe('the witness of probes', () => {
  it('finds all silent only if there are several and none answered its last probe', () => {
    const witness = new ProbeWitness();
    expect(witness.areAllSilent).toBe(false);
    witness.record('a', false);
    // It may be the only one that is down.
    expect(witness.areAllSilent).toBe(false);
    witness.record('b', true);
    expect(witness.areAllSilent).toBe(false);
    witness.record('b', false);
    expect(witness.areAllSilent).toBe(true);
    witness.forget('b');
    expect(witness.areAllSilent).toBe(false);
  });
});
