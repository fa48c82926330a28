/**
 * Remembers whether the last probe of each replica was answered, for all service environments. If none was, the machine is
 * more likely to be the cause than the services.
 */
export class ProbeWitness {
  readonly #answered = new Map<string, boolean>();

  record(replicaId: string, isAnswered: boolean): void {
    this.#answered.set(replicaId, isAnswered);
  }

  forget(replicaId: string): void {
    this.#answered.delete(replicaId);
  }

  /** Whether there are several replicas, and none answered its last probe. */
  get areAllSilent(): boolean {
    const all = [...this.#answered.values()];
    return all.length > 1 && !all.includes(true);
  }
}
