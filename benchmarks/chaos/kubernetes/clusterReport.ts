import { describeMachine, formatMachine, table } from '../../lib';
import type { ClusterChaosResult } from './runOnKubernetes';

/** Upper bounds of the groups of the histogram, in milliseconds. */
const BOUNDS = [50, 100, 250, 500, 1_000, 5_000, Infinity];

/** Formats the result of a run as tables. */
export function formatClusterReport(result: ClusterChaosResult): string {
  const { verdicts, sinceEffectMs, deployments, lostResponses } = result;
  const kills = sinceEffectMs.length;
  const soon = sinceEffectMs.filter(ms => ms < 1_000).length;
  const violations = verdicts.flatMap(it => it.violations);
  return [
    `Chaos on Kubernetes, on ${formatMachine(describeMachine())}`,
    formatKillTimes(sinceEffectMs),
    table(
      ['rule', 'violations'],
      verdicts.map(it => [it.rule, it.violations.length]),
    ),
    ...violations,
    `${violations.length} violations in ${kills} kills, ${soon} of them within a second of an effect, over ${deployments} deployments; the responses to ${lostResponses} effects were lost.`,
    `Evidence: ${result.directory}`,
  ].join('\n\n');
}

/** Counts kills by the time since the last effect was sent to the cluster, with a bar for each group. */
function formatKillTimes(sinceEffectMs: readonly number[]): string {
  const rows = BOUNDS.map((bound, index): [string, number, string] => {
    const least = BOUNDS[index - 1] ?? 0;
    const count = sinceEffectMs.filter(ms => ms >= least && ms < bound).length;
    const label =
      bound === Infinity ? `${least} ms or more` : `${least} to ${bound} ms`;
    return [label, count, '#'.repeat(count)];
  });
  return table(['time from the last effect to the kill', 'kills', ''], rows);
}
