import { createHash } from 'node:crypto';
import type {
  ChangeEventIn,
  DeploymentEventIn,
  IncidentEventIn,
} from '@slipway/backstage-plugin-deployments-common';
import type { Profile } from './profiles';
import { COMMIT_VERBS, interpolate, PROFILES } from './profiles';
import type { SeededRandom } from './random';
import { createSeededRandom } from './random';

/** An event for the ingestion API; missing members have their defaults. */
export type DemoEvent =
  | EventInput<DeploymentEventIn, 'kind' | 'hotfix'>
  | EventInput<ChangeEventIn, 'isMerge'>
  | EventInput<IncidentEventIn>;
type EventInput<T, Optional extends keyof T = never> = Omit<T, Optional> &
  Partial<Pick<T, Optional>>;
type Deployment = EventInput<DeploymentEventIn, 'kind' | 'hotfix'>;

/** Length of the history. */
export const DAYS = 365;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Generates a year of deliveries of the example company, with the irregularities of real data. The history depends only
 * on the day; the id of the last event does not depend on it.
 *
 * @param until - End of the history, epoch milliseconds.
 */
export function createDemoHistory(until: number): DemoEvent[] {
  return [
    ...createUnmappedEvents(until),
    ...PROFILES.flatMap(profile => createService(profile, until)),
    createLastEvent(until),
  ];
}

function createService(profile: Profile, until: number): DemoEvent[] {
  const random = createSeededRandom(profile.name);
  const start = until - DAYS * DAY;
  const recorder = createEventRecorder(profile, random, start);
  // An incident is resolved before the next deployment.
  let freeAt = start;
  for (let day = 0; day < DAYS; day++) {
    const midnight = start + day * DAY;
    const times = Array.from(
      { length: random.count(getDeliveryRate(profile, day, midnight)) },
      () => midnight + random.between(7.5, 16.5) * HOUR,
    ).sort((a, b) => a - b);
    for (const at of times) {
      if (at > freeAt && at < until - 4 * HOUR)
        freeAt = recorder.addDelivery(day, at);
    }
  }
  return recorder.events;
}

function getDeliveryRate(profile: Profile, day: number, at: number): number {
  const date = new Date(at);
  const month = date.getUTCMonth();
  const isWeekend = [0, 6].includes(date.getUTCDay());
  const isHoliday =
    (month === 11 && date.getUTCDate() > 21) ||
    (month === 0 && date.getUTCDate() < 4);
  return (
    interpolate(profile.perDay, day, DAYS) *
    (isWeekend ? 0.06 : 1) *
    (isHoliday ? 0.1 : 1) *
    (month === 6 ? 0.6 : 1)
  );
}

function createEventRecorder(
  profile: Profile,
  random: SeededRandom,
  start: number,
) {
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

  const addDeployment = (
    id: string,
    at: number,
    minutes: number,
    more: Partial<Deployment> = {},
  ): Deployment => {
    const event: Deployment = {
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
    events.push(event);
    return event;
  };

  /** Adds commits for a deployment that starts at `at`. */
  const addCommits = (count: number, day: number, at: number): string[] =>
    Array.from({ length: count }, () => {
      commits++;
      const commit = createHash('sha1')
        .update(`${profile.name} ${commits}`)
        .digest('hex');
      const lead =
        random.around(interpolate(profile.leadHours, day, DAYS), 0.75) * HOUR;
      const authored = at - lead;
      const opened = authored + lead * random.between(0.1, 0.4);
      const merged = at - lead * random.between(0.05, 0.3);
      const odd = random.share();
      events.push({
        id: `${profile.name}/commit-${commits}`,
        type: 'change',
        service,
        commit,
        title: `${random.pick(COMMIT_VERBS)} ${random.pick(profile.topics)}`,
        url: `${repository}/commit/${commit}`,
        // Some commits have no author time, and some laptops have a wrong clock.
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

  const addIncident = (
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
      title: `${random.pick([
        'Errors',
        'Slow answers',
        'Wrong numbers',
        'Complaints',
      ])} about ${random.pick(profile.topics)}`,
      url: `https://pager.example.com/incidents/${profile.name}-${incidents}`,
      startedAt: time(from),
      resolvedAt: time(to),
      ...more,
      demo: true,
    });
  };

  /** Adds an incident that a deployment caused. Its cause is only known sometimes. Returns when it was resolved. */
  const addFailure = (day: number, at: number, broken: Deployment): number => {
    const from = at + random.between(10, 90) * MINUTE;
    const minutes = random.around(
      interpolate(profile.minutesToRestore, day, DAYS),
      0.6,
    );
    const to = from + minutes * MINUTE;
    const caused = random.share() < 0.6 ? { causedBy: [broken.id] } : {};
    const repair = random.share();
    if (repair < 0.55) {
      const fixed = addDeployment(`hotfix-${releases}`, to - 9 * MINUTE, 8, {
        version: `0.${releases}.1`,
        hotfix: true,
        commits: addCommits(1, day, to - 9 * MINUTE),
      });
      last = fixed;
      addIncident(from, to, { ...caused, fixedBy: [fixed.id] });
    } else if (repair < 0.85) {
      addDeployment(`rollback-${releases}`, to - 5 * MINUTE, 4, {
        kind: 'rollback',
        version: last?.version ?? `0.${releases}.0`,
        reverts: broken.id,
      });
      addIncident(from, to, caused);
    } else {
      // A setting was reverted.
      addIncident(from, to, caused);
    }
    return to;
  };

  /** Adds a delivery to staging and production. Returns when it was complete, including a following incident. */
  const addDelivery = (day: number, at: number): number => {
    releases++;
    const odd = random.share();
    if (odd < 0.015 && last) {
      addDeployment(`restart-${releases}`, at, 2, { kind: 'restart' });
      return at + 10 * MINUTE;
    }
    if (odd < 0.03 && last) {
      // The same version again, e.g. in another region or with other settings.
      addDeployment(`again-${releases}`, at, 7, { version: last.version });
      return at + 10 * MINUTE;
    }
    const shipped = addCommits(1 + random.count(1.1), day, at);
    const minutes = random.around(11, 0.35);
    addDeployment(`staging-${releases}`, at - 50 * MINUTE, minutes, {
      environment: 'staging',
      commits: shipped,
    });
    const finishedAt = at + minutes * MINUTE;
    if (odd < 0.05) {
      addDeployment(`release-${releases}`, at, minutes, {
        outcome: 'failed',
        trafficAt: undefined,
        commits: shipped,
      });
      return finishedAt;
    }
    const isBad = random.share() < interpolate(profile.failureRate, day, DAYS);
    if (isBad && random.share() < 0.45) {
      addDeployment(`release-${releases}`, at, minutes, {
        outcome: 'rolled_back',
        commits: shipped,
        restoredAt: time(finishedAt - MINUTE),
      });
      return finishedAt;
    }
    const released = addDeployment(`release-${releases}`, at, minutes, {
      commits: shipped,
    });
    const end = isBad ? addFailure(day, finishedAt, released) : finishedAt;
    if (!isBad) last = released;
    return end;
  };

  return { events, addDelivery };
}

/**
 * Creates an incident that is still open. Its id does not depend on the day, so it shows whether the history was
 * imported.
 */
function createLastEvent(until: number): DemoEvent {
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

/** Creates events for the data-quality panel: of a service that is not in the catalog, and with missing data. */
function createUnmappedEvents(until: number): DemoEvent[] {
  const create = (id: string, day: number) => ({
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
    create('1', 40),
    create('2', 12),
    { ...create('3', 11), service: 'component:default/checkout', version: '' },
  ];
}

function time(at: number): string {
  return new Date(Math.round(at / 1000) * 1000).toISOString();
}
