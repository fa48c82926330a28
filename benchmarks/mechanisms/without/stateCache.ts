import { StateCache as Original } from '../../../plugins/deployments-backend/src/execution/stateCache';

/** Outdated after each of the owner's own commits, so that the owner reads the deployment before it works. */
export class StateCache extends Original {
  #isOutdated = false;
  #isReading = false;

  get isCurrent(): boolean {
    return !this.#isOutdated && super.isCurrent;
  }

  update(seen: Parameters<Original['update']>[0]): void {
    super.update(seen);
    this.#isOutdated = !this.#isReading;
    this.#isReading = false;
  }

  clearInvalidations(): void {
    super.clearInvalidations();
    this.#isReading = true;
  }
}
