import { table } from '../lib/table';
import { LOOK_SECONDS } from './families/family';
import { COMPARED_METRICS } from './grid';
import type { Rule } from './peers/rule';
import type { Simulated } from './report';
import { calibrate, countAlarms, listAlarmLooks } from './simulation/rates';

/** Returns the limit of a rule for a family, with which it is compared. */
export type Limits = (rule: Rule, family: string) => number;

/** Every rule as it is used. */
export const asUsed: Limits = rule => rule.limit(COMPARED_METRICS);

/**
 * Peers with the false alarms that the judge has, one limit for all families: nobody knows the family of a metric.
 *
 * @param own - rollouts of the judge with identical versions
 * @param peers - the same of the peers
 */
export function calibrateOverAll(
  judge: Rule,
  own: readonly Simulated[],
  peers: readonly Simulated[],
): Limits {
  const share = shareOfAlarms(judge, own);
  const limits = new Map<string, number>();
  return rule => {
    if (rule === judge) return asUsed(rule, '');
    const limit =
      limits.get(rule.name) ??
      calibrate(
        peers.flatMap(({ outcomes }) => outcomes[rule.name] ?? []),
        share,
      );
    limits.set(rule.name, limit);
    return limit;
  };
}

/** Peers with the false alarms that the judge has in the same family: as if its noise were known in advance. */
export function calibratePerFamily(
  judge: Rule,
  own: readonly Simulated[],
  peers: readonly Simulated[],
): Limits {
  const select = (all: readonly Simulated[], family: string) =>
    all.filter(({ cell }) => cell.family === family);
  return (rule, family) =>
    rule === judge
      ? asUsed(rule, family)
      : calibrate(
          select(peers, family).flatMap(
            ({ outcomes }) => outcomes[rule.name] ?? [],
          ),
          shareOfAlarms(judge, select(own, family)),
        );
}

function shareOfAlarms(rule: Rule, simulated: readonly Simulated[]): number {
  const all = simulated.flatMap(({ outcomes }) => outcomes[rule.name] ?? []);
  return (
    countAlarms(all, rule.limit(COMPARED_METRICS)) / Math.max(1, all.length)
  );
}

interface Detection {
  share: number;
  /** Until the alarm, the median of those that had one. */
  minutes?: number;
}

function detect(one: Simulated, rule: Rule, limits: Limits): Detection {
  const all = one.outcomes[rule.name] ?? [];
  const looks = listAlarmLooks(all, limits(rule, one.cell.family));
  const middle = looks[Math.floor(looks.length / 2)];
  return {
    share: looks.length / Math.max(1, all.length),
    ...(middle === undefined
      ? {}
      : { minutes: ((middle + 1 - one.cell.from) * LOOK_SECONDS) / 60 }),
  };
}

/** Formats e.g. `98 @ 5.2`: 98 % were found, after 5.2 minutes. Before the shift, the alarm was false. */
function formatDetection({ share, minutes }: Detection): string {
  const percent = Math.round(100 * share);
  return minutes === undefined
    ? `${percent}`
    : `${percent} @ ${minutes.toFixed(1)}`;
}

/** Formats how many of the worse candidates each rule found and when, by family and shift. */
export function formatDetections(
  worse: readonly Simulated[],
  rules: readonly Rule[],
  limits: Limits,
): string {
  return table(
    ['family', 'shift', ...rules.map(({ name }) => name)],
    worse.map(one => [
      one.cell.family +
        (one.cell.traffic === 1 ? '' : ` × ${one.cell.traffic}`),
      `+${Math.round(100 * (one.cell.ratio - 1))} %`,
      ...rules.map(rule => formatDetection(detect(one, rule, limits))),
    ]),
  );
}

/** Shares closer than this are taken to be the same: two standard errors of 200 rollouts. */
const SAME_SHARE = 0.07;
/** A rule has a time to detect if it finds so many. */
const FOUND = 0.5;

/** Counts in how many cells the judge finds more or fewer, and in how many it is faster or slower than each peer. */
export function formatSummary(
  worse: readonly Simulated[],
  [judge, ...peers]: readonly Rule[],
  limits: Limits,
): string {
  return table(
    ['peer', 'finds more', 'as many', 'fewer', 'faster', 'as fast', 'slower'],
    peers.map(peer => {
      const counts = [0, 0, 0, 0, 0, 0];
      for (const one of worse) {
        if (!judge) continue;
        const [own, other] = [judge, peer].map(rule =>
          detect(one, rule, limits),
        ) as [Detection, Detection];
        const more = own.share - other.share;
        counts[1 - compareTo(SAME_SHARE, more)] += 1;
        if (Math.min(own.share, other.share) >= FOUND) {
          const later = (own.minutes ?? 0) - (other.minutes ?? 0);
          counts[4 + compareTo(1e-9, later)] += 1;
        }
      }
      return [peer.name, ...counts];
    }),
  );
}

/** Returns 1 above a tolerance, -1 below its negative, and 0 between. */
function compareTo(tolerance: number, value: number): number {
  return Math.abs(value) > tolerance ? Math.sign(value) : 0;
}
