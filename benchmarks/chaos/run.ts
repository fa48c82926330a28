import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine, measureLoad, openPostgres } from '../lib';
import { createPeople } from './actors/people';
import { createWorkload } from './actors/workload';
import { createFaults } from './faults/faults';
import { createFleet } from './fleet';
import type { Fleet } from './fleet';
import { emptyLedger } from './ledger';
import type { Ledger } from './ledger';
import type { Observer } from './observer';
import { createObserver } from './observer';
import type { ChaosOptions } from './options';
import { startPgBouncer } from './pgbouncer';
import { deploymentsConfig, ENVIRONMENTS, createServices } from './scenario';
import type { Evidence } from './verify/evidence';
import { readTables } from './verify/evidence';
import { calculateFigures } from './verify/figures';
import type { Report } from './verify/report';
import type { Verdict } from './verify/judge';
import { judge } from './verify/judge';
import { createBehaviour } from './world/behaviour';
import { openEffectLog, readEffectLog } from './world/effectLog';
import type { World } from './world/world';
import { startWorld } from './world/world';

export interface RunResult {
  report: Report;
  verdicts: Verdict[];
  directory: string;
}

/** How long nothing may happen before what is left counts as stuck, in milliseconds. */
const PATIENCE_MS = 90_000;
const PEOPLE_LOOK_EVERY_MS = 400;
const TELL_EVERY_MS = 10_000;

/** One run: trouble until enough of it was had, then quiet until everything has ended, then the checks. */
export async function runChaos(
  options: ChaosOptions,
  tell: (line: string) => void,
): Promise<RunResult> {
  const startedAt = Date.now();
  const directory =
    options.out ?? mkdtempSync(join(tmpdir(), 'slipway-chaos-'));
  mkdirSync(directory, { recursive: true });
  const { seed, leaseMs } = options;
  tell(
    `Seed ${seed}, lease ${
      leaseMs / 1_000
    } s; logs and evidence in ${directory}`,
  );

  const server = await openPostgres(
    options.postgres === undefined ? {} : { url: options.postgres },
  );
  const prefix = `chaos_${seed}_${process.pid}_`;
  const pluginUrl = new URL(server.url);
  pluginUrl.pathname = `/${prefix}deployments`;
  const effectFile = join(directory, 'effects.jsonl');
  const log = openEffectLog(effectFile);
  const world = await startWorld({
    log,
    behaviour: createBehaviour({ seed, leaseMs }),
  });
  const services = createServices(options.services);
  const fleet = await createFleet({
    count: options.replicas,
    databaseUrl: options.listens
      ? server.url
      : await startPgBouncer(server.url, directory),
    databasePrefix: prefix,
    services,
    extra: deploymentsConfig({ leaseMs }),
    worldUrl: world.url,
    directory,
  });
  const ledger = emptyLedger();
  const observer = createObserver(pluginUrl.toString());
  try {
    await startFleet(fleet, observer, directory);
    const endLoad = measureLoad();
    await makeTrouble({
      options,
      fleet,
      ledger,
      observer,
      server,
      tell,
      services: services.map(({ name }) => name),
      world,
    });
    const load = endLoad();
    await untilTold(observer);
    await fleet.stopAll();
    const evidence: Evidence = {
      seed,
      ...(await readTables(observer.knex)),
      effects: readEffectLog(effectFile),
      world: services.flatMap(({ name }) =>
        ENVIRONMENTS.map(environment => {
          const ref = { service: `component:default/${name}`, environment };
          return { ...ref, instances: world.observe(ref) };
        }),
      ),
      ledger,
    };
    writeFileSync(join(directory, 'evidence.json'), JSON.stringify(evidence));
    const verdicts = judge(evidence);
    const { out: _, postgres: __, verify: ___, ...told } = options;
    const report: Report = {
      options: told,
      machine: describeMachine(server.version),
      load,
      seconds: (Date.now() - startedAt) / 1_000,
      figures: calculateFigures(evidence),
      violations: verdicts.flatMap(({ rule, violations }) =>
        violations.map(({ message }) => ({ rule: rule.id, message })),
      ),
      crashes: fleet.replicas.reduce((sum, { crashes }) => sum + crashes, 0),
    };
    writeFileSync(
      join(directory, 'report.json'),
      `${JSON.stringify(report, null, 2)}\n`,
    );
    return { report, verdicts, directory };
  } finally {
    await fleet.stopAll();
    await observer.close();
    await world.close();
    await server.stop();
    log.close();
  }
}

/** The first one makes the tables, before the others look for them. */
async function startFleet(
  fleet: Fleet,
  observer: Observer,
  directory: string,
): Promise<void> {
  const [first, ...others] = fleet.replicas;
  const isUp = first && (await fleet.bringUp(first));
  if (!isUp) {
    throw new Error(
      `The first replica did not start; its log in ${directory} says why.`,
    );
  }
  await observer.install();
  await Promise.all(others.map(replica => fleet.bringUp(replica)));
}

interface Trouble {
  options: ChaosOptions;
  fleet: Fleet;
  ledger: Ledger;
  observer: Observer;
  server: Awaited<ReturnType<typeof openPostgres>>;
  tell: (line: string) => void;
  services: string[];
  world: World;
}

async function makeTrouble(trouble: Trouble): Promise<void> {
  const { options, fleet, ledger, observer, server, world, tell } = trouble;
  const { seed, leaseMs, everyMs } = options;
  const until =
    options.minutes === undefined
      ? Infinity
      : Date.now() + options.minutes * 60_000;
  const kills = () =>
    ledger.faults.filter(({ kind }) => kind === 'kill').length;
  const accepted = () =>
    ledger.creations.filter(({ ids }) => ids.length > 0).length;
  const isEnough = () =>
    Date.now() > until ||
    (kills() >= options.kills && accepted() >= options.deployments);
  let isCalm = false;
  let isOver = false;

  const workload = createWorkload({
    seed,
    fleet,
    ledger,
    services: trouble.services,
  });
  const people = createPeople({ seed, fleet, ledger, observer });
  const faults = createFaults({
    seed,
    fleet,
    ledger,
    observer,
    server,
    world,
    leaseMs,
    everyMs,
  });

  const loop = async (
    isDone: () => boolean,
    everyMsOf: number,
    work: () => Promise<void>,
  ) => {
    while (!isDone()) {
      await work();
      await sleep(everyMsOf);
    }
  };
  const telling = setInterval(
    () =>
      tell(
        `${kills()} kills, ${accepted()} deployments, ${
          ledger.faults.length - kills()
        } other faults${isCalm ? '; quiet now, until all have ended' : ''}`,
      ),
    TELL_EVERY_MS,
  );
  try {
    const creating = loop(isEnough, 30, async () => {
      // Spread over the kills, so that there is always something to break.
      const due =
        options.kills === 0
          ? Infinity
          : options.inFlight + (options.deployments * kills()) / options.kills;
      const open = await observer.open();
      if (open.length < options.inFlight && accepted() < due) {
        await workload.createNext();
      } else {
        await sleep(200);
      }
    });
    const caring = loop(
      () => isOver,
      PEOPLE_LOOK_EVERY_MS,
      () => people.round(isCalm),
    );
    const breaking = loop(isEnough, 0, () => faults.next());
    await Promise.all([creating, breaking]);
    isCalm = true;
    world.calmDown();
    await faults.healed();
    await untilEnded(observer);
    isOver = true;
    await caring;
  } finally {
    isOver = true;
    clearInterval(telling);
  }
}

/** Until all have ended, or nothing happens any more. */
async function untilEnded(observer: Observer): Promise<void> {
  const quietSince = Date.now();
  for (;;) {
    const open = await observer.open();
    if (open.length === 0) {
      return;
    }
    const last = Math.max(await observer.lastChange(), quietSince);
    if (Date.now() - last > PATIENCE_MS) {
      return;
    }
    await sleep(500);
  }
}

/** Messages leave and the audit is sealed within seconds; longer than this is a violation. */
async function untilTold(observer: Observer): Promise<void> {
  const until = Date.now() + 75_000;
  while (Date.now() < until) {
    const [{ left }] = (
      await observer.knex.raw(
        `select (select count(*) from outbox) + (select count(*) from audit_entries where position is null) as left`,
      )
    ).rows;
    if (Number(left) === 0) {
      return;
    }
    await sleep(500);
  }
}
