import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../domain/deployment/events';
import type { DeploymentState } from '../../domain/deployment/state';
import { Life, version } from '../../domain/deployment/__testUtils__/builders';
import { DORA_ROWS } from '../../deliveryMetrics/persistence/__testUtils__/doraRecords';

export const SERVICE_ENVIRONMENT = {
  service: 'component:default/checkout',
  environment: 'production',
};

/** Returns a queued deployment, as its row stores it. */
export function aDeployment(
  id: string,
  more: Partial<DeploymentState> = {},
): DeploymentState {
  const { state } = new Life({ request: { id }, queued: true });
  return JSON.parse(JSON.stringify({ ...state, ...more }));
}

/** Returns a deployment that succeeded and owned its environment, and a running one after it. */
export const FINISHED = getLife('finished', life => {
  for (const step of life.state.steps) {
    life.pass(step.id);
  }
});
export const AT_WORK = getLife('at-work', life => {
  life.pass('deploy');
  life.start('watch');
});

function getLife(
  id: string,
  live: (life: Life) => void,
): { state: DeploymentState; events: DeploymentEvent[] } {
  const life = new Life({ request: { id } });
  live(life);
  return JSON.parse(JSON.stringify({ state: life.state, events: life.events }));
}

type Row = Record<string, string | number | boolean | null>;

/** Rows for every table, in the order of their references. Together they fill every column. */
export const ROWS: Record<string, Row[]> = {
  deployments: [
    deploymentRow(FINISHED.state, {
      kind: 'deploy',
      reverts: 'reverted-before',
      reverted_by: 'reverting-later',
      on_behalf_of: 'user:default/bo',
      idempotency_key: 'key-1',
      request_hash: 'hash-1',
      touched_at: 1_795_250_000_001,
      traffic_at: 1_795_250_000_002,
      restored_at: 1_795_250_000_003,
      logs_removed_at: 1_795_250_000_004,
      measurements_removed_at: 1_795_250_000_005,
      last_owner: 'process-0',
    }),
    deploymentRow(AT_WORK.state, {
      owner: 'process-1',
      last_owner: 'process-1',
      epoch: 3,
      lease_until: 1_795_250_000_006,
      wake_at: 1_795_250_000_007,
      late_at: 1_795_250_000_008,
      awaits_person_since: 1_795_250_000_009,
    }),
  ],
  queued_plans: [
    {
      deployment_id: FINISHED.state.id,
      at: 1_795_250_000_009,
      plan_hash: 'hash-2',
      snapshot: '{}',
    },
  ],
  watches: [
    {
      deployment_id: FINISHED.state.id,
      ...SERVICE_ENVIRONMENT,
      version: JSON.stringify(FINISHED.state.version),
      state: 'breached',
      on_breach: 'rollback',
      started_at: 1_795_250_000_000,
      progress: JSON.stringify({ endsAt: 2, measuredAt: 1, checks: [] }),
      ended_at: 1_795_250_000_001,
      reason: 'health: It was 97 %',
      response: JSON.stringify({ kind: 'asked' }),
      due_at: 1_795_250_000_002,
    },
  ],
  deployment_events: [FINISHED, AT_WORK].flatMap(({ state, events }) =>
    events.map(({ seq, at, type, by, ...data }) => ({
      deployment_id: state.id,
      seq,
      at,
      type,
      // Nobody was asked to approve these two; the column has to survive as well.
      by: by ?? (seq === 1 ? 'user:default/ada' : null),
      data: JSON.stringify(data),
    })),
  ),
  service_environments: [
    {
      ...SERVICE_ENVIRONMENT,
      holder: AT_WORK.state.id,
      fence: 9_007_199_254_740,
      current: JSON.stringify({ version: version('1.4.1') }),
      last_known_good: JSON.stringify({ deploymentId: FINISHED.state.id }),
      observed: JSON.stringify({ at: 1, instances: [] }),
      hold: JSON.stringify({ reason: 'It hurts', by: 'user:default/ada' }),
      drift_accepted: JSON.stringify({ artifacts: [] }),
      updated_at: 1_795_250_000_000,
      observe_at: 1_795_250_000_001,
    },
  ],
  versions: [
    {
      id: 'v-1',
      service: SERVICE_ENVIRONMENT.service,
      name: '1.5.0',
      artifact: 'sha256:1.5.0',
      change_url: 'https://example.com/changes/1',
      created_at: 1_795_240_000_000,
      registered_at: 1_795_240_000_001,
      flags: '["migrations"]',
      source: 'api',
      quarantined: JSON.stringify({ by: 'user:default/ada', reason: 'bad' }),
      built_commit: 'c0ffee',
    },
  ],
  commits: [
    {
      version_id: 'v-1',
      position: 0,
      commit_id: 'c0ffee',
      message: 'Ändert 100 % — “alles”',
      author: 'Ada',
      authored_at: 1_795_230_000_000,
      url: 'https://example.com/commits/c0ffee',
    },
  ],
  commands: [
    {
      deployment_id: AT_WORK.state.id,
      command_id: 'click-1',
      type: 'pause',
      request_hash: 'hash-2',
      by: 'user:default/ada',
      at: 1_795_250_000_000,
      status: 'refused',
      message: 'It is paused',
      seq: 3,
    },
  ],
  step_logs: [
    {
      seq: 7,
      deployment_id: AT_WORK.state.id,
      step_id: 'deploy',
      at: 1_795_250_000_000,
      level: 'info',
      line: 'started 1.5.0',
      bytes: 13,
      cut: false,
    },
    {
      seq: 8,
      deployment_id: AT_WORK.state.id,
      step_id: 'deploy',
      at: 1_795_250_000_001,
      level: 'warn',
      line: 'The log is cut here',
      bytes: 19,
      cut: true,
    },
  ],
  analysis_looks: [
    {
      seq: 7,
      deployment_id: FINISHED.state.id,
      step_id: 'rollout',
      attempt: 1,
      number: 3,
      analysis: 'web',
      from_at: 1_795_250_000_020,
      to_at: 1_795_250_000_030,
      weight: 12.5,
      weight_since: 1_795_250_000_010,
      last_step: true,
      time_is_up: false,
      metrics: '{"errors":{"error":"refused"}}',
    },
  ],
  failure_samples: [
    {
      seq: 8,
      deployment_id: AT_WORK.state.id,
      step_id: 'watch',
      attempt: 1,
      check_name: 'health',
      at: 1_795_250_000_000,
      sample:
        '{"requests":[{"at":1795250000000,"method":"GET","path":"/orders/***","status":500,"durationMs":12}],"logTail":["no stock"]}',
    },
  ],
  measurements: [
    {
      seq: 5,
      deployment_id: AT_WORK.state.id,
      step_id: 'watch',
      attempt: 1,
      check_name: 'health',
      at: 1_795_250_000_000,
      value: 0.1 + 0.2,
      text: 'OK',
      unit: 'ratio',
      samples: 412,
      baseline_value: 0.1,
      baseline_samples: 3_708,
      subject: 'candidate',
      outcome: 'passed',
      message: 'Fine',
      sentences: '[{"code":"stated","params":{"text":"Fine"}}]',
    },
  ],
  // Hashes as the sealer computed them: a migration that changes sealed fields breaks the chain.
  audit_entries: [
    {
      id: 3,
      at: 1_795_250_000_000,
      actor: 'user:default/ada',
      on_behalf_of: 'user:default/bo',
      via: 'portal',
      action: 'deployment.create',
      outcome: 'accepted',
      ...SERVICE_ENVIRONMENT,
      deployment_id: FINISHED.state.id,
      reason: 'because',
      details: '{"a":{"b":1}}',
      position: 1,
      previous_hash: '0'.repeat(64),
      hash: '54b3769a6327200819427a4a4a8ffa9a3da79d7699c757b69970974393909f54',
    },
    {
      id: 4,
      at: 1_795_250_000_001,
      actor: 'user:default/ada',
      on_behalf_of: null,
      via: 'portal',
      action: 'deployment.pause',
      outcome: 'refused',
      service: null,
      environment: null,
      deployment_id: null,
      reason: null,
      details: null,
      position: null,
      previous_hash: null,
      hash: null,
    },
  ],
  outbox: [
    {
      id: 11,
      kind: 'signal',
      deployment_id: AT_WORK.state.id,
      payload: JSON.stringify({
        kind: 'signal',
        deploymentId: AT_WORK.state.id,
        ...SERVICE_ENVIRONMENT,
        status: 'running',
        seq: 3,
      }),
      created_at: 1_795_250_000_000,
      due_at: 1_795_250_000_001,
      attempts: 2,
      last_error: 'nobody listens',
    },
  ],
  replicas: [
    {
      owner: 'process-1',
      advisory_key: 42,
      host: 'portal-0',
      pid: 4711,
      started_at: 1_795_250_000_000,
      seen_at: 1_795_250_000_001,
      version: '0.1.0',
      reducer_version: 1,
      in_flight: 1,
    },
  ],
  retention: [
    {
      what: 'logs',
      finished_at: 1_795_250_000_000,
      deployment_id: FINISHED.state.id,
    },
  ],
  ...DORA_ROWS,
};

function deploymentRow(state: DeploymentState, more: Row): Row {
  const { snapshot, ...rest } = state;
  return {
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    status: state.status,
    version_id: state.version.id,
    artifact: state.version.artifact,
    golden_path: state.goldenPath.name,
    seq: state.seq,
    epoch: 1,
    state: JSON.stringify(rest),
    reducer_version: 1,
    snapshot: snapshot ? JSON.stringify(snapshot) : null,
    plan_hash: state.planHash ?? null,
    requested_by: state.requestedBy.principal,
    on_behalf_of: null,
    requested_via: state.requestedBy.via,
    owner_group: 'group:default/team-a',
    system: 'system:default/shop',
    tier: 'production',
    requested_at: state.requestedAt,
    started_at: state.startedAt ?? null,
    finished_at: state.finishedAt ?? null,
    verification: state.verification ?? null,
    demo: false,
    ...more,
  };
}

/** Writes the rows of `ROWS` into the tables and columns that exist; the schema may be an old one. */
export async function fillTables(knex: Knex): Promise<void> {
  for (const [table, rows] of Object.entries(ROWS)) {
    if (!(await knex.schema.hasTable(table))) {
      continue;
    }
    const columns = Object.keys(await knex(table).columnInfo());
    await knex(table).insert(
      rows.map(row =>
        Object.fromEntries(
          Object.entries(row).filter(([column]) => columns.includes(column)),
        ),
      ),
    );
  }
}

/** Returns the contents of the plugin's tables, in the same form for both databases. */
export async function dumpTables(
  knex: Knex,
): Promise<Record<string, Record<string, unknown>[]>> {
  const dump: Record<string, Record<string, unknown>[]> = {};
  for (const table of await ownTables(knex)) {
    const rows: Record<string, unknown>[] = await knex(table);
    dump[table] = rows
      .map(row =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            plain(
              value,
              ROWS[table]?.find(it => (it[column] ?? null) !== null)?.[column],
            ),
          ]),
        ),
      )
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  return dump;
}

/** PostgreSQL returns bigints as strings, SQLite returns booleans as numbers. */
function plain(value: unknown, like: unknown): unknown {
  if (value === null) return null;
  if (typeof like === 'number') return Number(value);
  return typeof like === 'boolean' ? Boolean(value) : value;
}

export async function ownTables(knex: Knex): Promise<string[]> {
  const isSqlite = knex.client.config.client === 'better-sqlite3';
  const result = await knex.raw(
    isSqlite
      ? `select name from sqlite_master where type = 'table'`
      : `select tablename as name from pg_tables where schemaname = current_schema()`,
  );
  const rows: { name: string }[] = result.rows ?? result;
  return rows
    .map(({ name }) => name)
    .filter(name => !/^(sqlite_|knex_)/.test(name))
    .sort();
}
