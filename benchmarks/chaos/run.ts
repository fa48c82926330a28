import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine, measureLoad, openPostgres, pollUntil } from '../lib';
import { createPeople } from './actors/people';
import { createWorkload } from './actors/workload';
import { createFaults } from './faults/faults';
import { createFleet } from './fleet';
import type { Fleet } from './fleet';
import { createLedger } from './ledger';
import type { Ledger } from './ledger';
import type { Observer } from './observer';
import { createMeasurer } from './observer';
import type { ChaosOptions } from './chaosOptions';
import { startPgBouncer } from './pgbouncer';
import {
  createDeploymentsConfig,
  ENVIRONMENTS,
  createServices,
} from './scenario';
import type { Evidence } from './verify/evidence';
import { readTables } from './verify/evidence';
import { calculateFigures } from './verify/figures';
import type { Report } from './verify/chaosReport';
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

/** Remaining deployments count as stuck when nothing has happened for this long, in milliseconds. */
const STUCK_AFTER_MS = 90_000;
const PEOPLE_INTERVAL_MS = 400;
const PRINT_INTERVAL_MS = 10_000;

/**
 * Runs the harness: faults until there were enough, then a quiet phase until all deployments have ended, then the
 * checks.
 */
export async function runChaos(
  options: ChaosOptions,
  print: (line: string) => void,
): Promise<RunResult> {
  const startedAt = Date.now();
  const directory =
    options.out ?? mkdtempSync(join(tmpdir(), 'slipway-chaos-'));
  mkdirSync(directory, { recursive: true });
  const { seed, leaseMs } = options;
  print(
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
    extra: createDeploymentsConfig({ leaseMs }),
    worldUrl: world.url,
    directory,
  });
  const ledger = createLedger();
  const observer = createMeasurer(pluginUrl.toString());
  try {
    await startFleet(fleet, observer, directory);
    const endLoad = measureLoad();
    await injectFaults({
      options,
      fleet,
      ledger,
      observer,
      server,
      print,
      services: services.map(({ name }) => name),
      world,
    });
    const load = endLoad();
    await waitForDelivery(observer);
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
    const { out: _, postgres: __, verify: ___, ...reported } = options;
    const report: Report = {
      options: reported,
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

/** Starts the first replica, which creates the tables, and then the others. */
async function startFleet(
  fleet: Fleet,
  observer: Observer,
  directory: string,
): Promise<void> {
  const [first, ...others] = fleet.replicas;
  const isUp = first && (await fleet.startAndWait(first));
  if (!isUp) {
    throw new Error(
      `The first replica did not start; see its log in ${directory}.`,
    );
  }
  await observer.install();
  await Promise.all(others.map(replica => fleet.startAndWait(replica)));
}

interface FaultPhase {
  options: ChaosOptions;
  fleet: Fleet;
  ledger: Ledger;
  observer: Observer;
  server: Awaited<ReturnType<typeof openPostgres>>;
  print: (line: string) => void;
  services: string[];
  world: World;
}

async function injectFaults(phase: FaultPhase): Promise<void> {
  const { options, fleet, ledger, observer, server, world, print } = phase;
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
    services: phase.services,
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
    pauseMs: number,
    work: () => Promise<void>,
  ) => {
    while (!isDone()) {
      await work();
      await sleep(pauseMs);
    }
  };
  const printTimer = setInterval(
    () =>
      print(
        `${kills()} kills, ${accepted()} deployments, ${
          ledger.faults.length - kills()
        } other faults${
          isCalm ? '; quiet phase, waiting until all have ended' : ''
        }`,
      ),
    PRINT_INTERVAL_MS,
  );
  try {
    const creating = loop(isEnough, 30, async () => {
      // Spread over the kills, so that there are always deployments in progress.
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
    const deciding = loop(
      () => isOver,
      PEOPLE_INTERVAL_MS,
      () => people.round(isCalm),
    );
    const breaking = loop(isEnough, 0, () => faults.next());
    await Promise.all([creating, breaking]);
    isCalm = true;
    world.calmDown();
    await faults.waitForRecovery();
    await waitForEnd(observer);
    isOver = true;
    await deciding;
  } finally {
    isOver = true;
    clearInterval(printTimer);
  }
}

/** Waits until all deployments have ended, or nothing has happened for a while. */
async function waitForEnd(observer: Observer): Promise<void> {
  const quietSince = Date.now();
  for (;;) {
    const open = await observer.open();
    if (open.length === 0) {
      return;
    }
    const last = Math.max(await observer.lastChange(), quietSince);
    if (Date.now() - last > STUCK_AFTER_MS) {
      return;
    }
    await sleep(500);
  }
}

/** Waits until messages are delivered and audit entries sealed, which takes seconds; more than this is a violation. */
async function waitForDelivery(observer: Observer): Promise<void> {
  await pollUntil(
    async () => {
      const [{ left }] = (
        await observer.knex.raw(
          `select (select count(*) from outbox) + (select count(*) from audit_entries where position is null) as left`,
        )
      ).rows;
      return Number(left) === 0 ? true : undefined;
    },
    { intervalMs: 500, timeoutMs: 75_000 },
  );
}
