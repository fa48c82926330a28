import { describeWithPrograms } from '../build/describeWithPrograms';

/**
 * Describes tests that need the programs `prometheus` and `prometheus-alertmanager`. Without them they are skipped.
 *
 * @param name - As for jest's `describe`.
 * @param suite - Defines the tests.
 */
export function describeWithPrometheus(name: string, suite: () => void): void {
  describeWithPrograms(['prometheus', 'prometheus-alertmanager'], name, suite);
}
