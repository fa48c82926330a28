import { createHash } from 'node:crypto';
import type {
  ChangeEventIn,
  DeploymentEventIn,
  IncidentEventIn,
} from '@slipway/backstage-plugin-deployments-common';
import type { Profile } from './profiles';
import { DOINGS, PROFILES, valueOf } from './profiles';
import type { Chance } from './random';
import { createChance } from './random';

/** As the ingestion API takes them; what is left out has its default. */
export type DemoEvent =
  | Told<DeploymentEventIn, 'kind' | 'hotfix'>
  | Told<ChangeEventIn, 'isMerge'>
  | Told<IncidentEventIn>;
type Told<T, Optional extends keyof T = never> = Omit<T, Optional> &
  Partial<Pick<T, Optional>>;
type Deployment = Told<DeploymentEventIn, 'kind' | 'hotfix'>;

export const DAYS = 365;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A year of deliveries of the example company, made up: how often, how fast and how well its teams delivered, with the
 * awkward things that real data has. The same day gives the same history; the last event is the same on all of them.
 *
 * @param until - when it ends, epoch milliseconds
 */
export function demoHistory(until: number): DemoEvent[] {
  return [
    ...strays(until),
    ...PROFILES.flatMap(profile => createService(profile, until)),
    lastOf(until),
  ];
}

function createService(profile: Profile, until: number): DemoEvent[] {
  const chance = createChance(profile.name);
  const start = until - DAYS * DAY;
  const tell = createTeller(profile, chance, start);
  // What one deployment broke is repaired before the next.
  let free = start;
  for (let day = 0; day < DAYS; day++) {
    const midnight = start + day * DAY;
    const times = Array.from(
      { length: chance.count(busyness(profile, day, midnight)) },
      () => midnight + chance.between(7.5, 16.5) * HOUR,
    ).sort((a, b) => a - b);
    for (const at of times) {
      if (at > free && at < until - 4 * HOUR) free = tell.delivery(day, at);
    }
  }
  return tell.events;
}

function busyness(profile: Profile, day: number, at: number): number {
  const date = new Date(at);
  const month = date.getUTCMonth();
  const isWeekend = [0, 6].includes(date.getUTCDay());
  const isHoliday =
    (month === 11 && date.getUTCDate() > 21) ||
    (month === 0 && date.getUTCDate() < 4);
  return (
    valueOf(profile.perDay, day, DAYS) *
    (isWeekend ? 0.06 : 1) *
    (isHoliday ? 0.1 : 1) *
    (month === 6 ? 0.6 : 1)
  );
}

function createTeller(profile: Profile, chance: Chance, start: number) {
  const events: DemoEvent[] = [];
  const service = `component:default/${profile.name}`;
  const repository = `https://git.example.com/shop/${profile.name}`;
  let commits = 0;
  let releases = 0;
  let incidents = 0;
  let last: Deployment | undefined;

  const ownership = (at: number) =>
    profile.before && at < start + profile.before.days * DAY
      ? { ownerGroup: profile.before.ownerGroup }
      : {};

  const deployment = (
    id: string,
    at: number,
    minutes: number,
    more: Partial<Deployment> = {},
  ): Deployment => {
    const told: Deployment = {
      id: `${profile.name}/${id}`,
      type: 'deployment',
      service,
      environment: 'production',
      version: `0.${releases}.0`,
      outcome: 'succeeded',
      startedAt: time(at),
      trafficAt: time(at + minutes * MINUTE * 0.3),
      finishedAt: time(at + minutes * MINUTE),
      url: `https://ci.example.com/shop/${profile.name}/${id}`,
      ...ownership(at),
      ...more,
      demo: true,
    };
    events.push(told);
    return told;
  };

  /** Commits on their way to a deployment that begins at `at`. */
  const write = (count: number, day: number, at: number): string[] =>
    Array.from({ length: count }, () => {
      commits++;
      const commit = createHash('sha1')
        .update(`${profile.name} ${commits}`)
        .digest('hex');
      const lead =
        chance.around(valueOf(profile.leadHours, day, DAYS), 0.75) * HOUR;
      const authored = at - lead;
      const opened = authored + lead * chance.between(0.1, 0.4);
      const merged = at - lead * chance.between(0.05, 0.3);
      const odd = chance.share();
      events.push({
        id: `${profile.name}/commit-${commits}`,
        type: 'change',
        service,
        commit,
        title: `${chance.one(DOINGS)} ${chance.one(profile.matters)}`,
        url: `${repository}/commit/${commit}`,
        // Of some nobody knows when they were written, and some laptops' clocks are wrong.
        ...(odd < 0.015
          ? {}
          : { authoredAt: time(odd < 0.018 ? at + 2 * DAY : authored) }),
        openedAt: time(opened),
        approvedAt: time(opened + (merged - opened) * 0.8),
        mergedAt: time(merged),
        demo: true,
      });
      return commit;
    });

  const incident = (
    from: number,
    to: number,
    more: Partial<IncidentEventIn>,
  ) => {
    incidents++;
    const id = `${profile.name}/incident-${incidents}`;
    events.push({
      id,
      type: 'incident',
      service,
      incident: id,
      title: `${chance.one([
        'Errors',
        'Slow answers',
        'Wrong numbers',
        'Complaints',
      ])} about ${chance.one(profile.matters)}`,
      url: `https://pager.example.com/incidents/${profile.name}-${incidents}`,
      startedAt: time(from),
      resolvedAt: time(to),
      ...more,
      demo: true,
    });
  };

  /** Ends in an incident; who tells what caused it is chance, as in life. */
  const hurting = (day: number, at: number, broken: Deployment): number => {
    const from = at + chance.between(10, 90) * MINUTE;
    const minutes = chance.around(
      valueOf(profile.minutesToRestore, day, DAYS),
      0.6,
    );
    const to = from + minutes * MINUTE;
    const caused = chance.share() < 0.6 ? { causedBy: [broken.id] } : {};
    const repair = chance.share();
    if (repair < 0.55) {
      const fixed = deployment(`hotfix-${releases}`, to - 9 * MINUTE, 8, {
        version: `0.${releases}.1`,
        hotfix: true,
        commits: write(1, day, to - 9 * MINUTE),
      });
      last = fixed;
      incident(from, to, { ...caused, fixedBy: [fixed.id] });
    } else if (repair < 0.85) {
      deployment(`rollback-${releases}`, to - 5 * MINUTE, 4, {
        kind: 'rollback',
        version: last?.version ?? `0.${releases}.0`,
        reverts: broken.id,
      });
      incident(from, to, caused);
    } else {
      // A setting was changed back.
      incident(from, to, caused);
    }
    return to;
  };

  /** One delivery, with its rehearsal in staging. Returns when it was over, with all that followed. */
  const delivery = (day: number, at: number): number => {
    releases++;
    const odd = chance.share();
    if (odd < 0.015 && last) {
      deployment(`restart-${releases}`, at, 2, { kind: 'restart' });
      return at + 10 * MINUTE;
    }
    if (odd < 0.03 && last) {
      // Another region, other settings: the same version once more.
      deployment(`again-${releases}`, at, 7, { version: last.version });
      return at + 10 * MINUTE;
    }
    const brought = write(1 + chance.count(1.1), day, at);
    const minutes = chance.around(11, 0.35);
    deployment(`staging-${releases}`, at - 50 * MINUTE, minutes, {
      environment: 'staging',
      commits: brought,
    });
    const over = at + minutes * MINUTE;
    if (odd < 0.05) {
      deployment(`release-${releases}`, at, minutes, {
        outcome: 'failed',
        trafficAt: undefined,
        commits: brought,
      });
      return over;
    }
    const isBad = chance.share() < valueOf(profile.failing, day, DAYS);
    if (isBad && chance.share() < 0.45) {
      deployment(`release-${releases}`, at, minutes, {
        outcome: 'rolled_back',
        commits: brought,
        restoredAt: time(over - MINUTE),
      });
      return over;
    }
    const released = deployment(`release-${releases}`, at, minutes, {
      commits: brought,
    });
    const end = isBad ? hurting(day, over, released) : over;
    if (!isBad) last = released;
    return end;
  };

  return { events, delivery };
}

/** Goes on. Its id is the same whatever the day, so that it tells whether all the others were told. */
function lastOf(until: number): DemoEvent {
  return {
    id: 'last',
    type: 'incident',
    service: 'component:default/inventory',
    incident: 'inventory/night-count',
    title: 'Counting at night takes too long',
    url: 'https://pager.example.com/incidents/inventory-night-count',
    startedAt: time(until - 3 * HOUR),
    demo: true,
  };
}

/** What the data-quality panel is for: a service that the catalog does not know, and a pipeline that says too little. */
function strays(until: number): DemoEvent[] {
  const stray = (id: string, day: number) => ({
    id: `stray/${id}`,
    type: 'deployment' as const,
    service: 'old-basket',
    environment: 'production',
    version: '7.3',
    outcome: 'succeeded' as const,
    finishedAt: time(until - day * DAY),
    demo: true,
  });
  return [
    stray('1', 40),
    stray('2', 12),
    { ...stray('3', 11), service: 'component:default/checkout', version: '' },
  ];
}

function time(at: number): string {
  return new Date(Math.round(at / 1000) * 1000).toISOString();
}
