import type {
  ApprovalRule,
  BlockerKind,
  Changes,
  DoraMetricName,
  EnvironmentTier,
  OnFailure,
  Threshold,
  Window,
} from '@slipway/backstage-plugin-deployments-common';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { JsonObject } from '@backstage/types';

/** `deployments:` of app-config, validated. Durations are milliseconds. */
export interface DeploymentsModel {
  /** In promotion order. */
  environments: EnvironmentModel[];
  checks: Record<string, CheckModel>;
  /** In the order in which they are asked whether they apply: `order`, then name. */
  goldenPaths: GoldenPathModel[];
  /** Settings of services in environments, keyed by entity ref, then environment name. */
  services: Record<string, Record<string, ServiceSettings>>;
  /** Names under `secrets`; `{{ secrets.<name> }}` stands for a value that only `readSecrets` knows. */
  secrets: string[];
  /** Whom to ask about what keeps a deployment waiting. */
  contacts?: ContactsModel;
  engine: EngineModel;
  retention: RetentionModel;
  dora: DoraModel;
}

export interface EnvironmentModel {
  name: string;
  title: string;
  description?: string;
  tier: EnvironmentTier;
  /** Place in promotion order, from 0. */
  order: number;
  target: { provider: string; settings: JsonObject };
  /** Target settings that a service may set itself, by the annotation `slipway/<environment>.<key>`. */
  annotations: string[];
  promotesFrom?: { environment: string; soakMs: number };
  approvals: ApprovalRule[];
  /** Whether each rule, `approve` steps included, needs people of its own. */
  distinctApprovers: boolean;
  /** Whom to ask about what keeps a deployment waiting here; goes before those of the portal. */
  contacts?: ContactsModel;
  windows: Window[];
  /** What happens to a deployment that finds another one queued or at work. */
  concurrency: ConcurrencyPolicy;
}

/** By kind of blocker; `default` for all that is not named. */
export type ContactsModel = Partial<
  Record<BlockerKind | 'default', ContactModel>
>;

interface ContactModel {
  /** Entity refs of groups and users. */
  ask: string[];
  /** Of a chat or a form. */
  url?: string;
}

/** `queue`: it waits its turn. `supersede`: it takes the place of those queued. `refuse`: it is not accepted. */
export type ConcurrencyPolicy = 'queue' | 'supersede' | 'refuse';

export interface ServiceSettings {
  /** Laid over the environment's target settings. */
  target: JsonObject;
  /** Laid over checks, by name: only `passes`, `everyMs`, `afterMs`, `failForMs`, `tolerateErrors`, `noData`. */
  checks: Record<string, Partial<CheckModel>>;
}

export interface CheckModel {
  name: string;
  provider: string;
  /**
   * The provider's own keys as they are written, to be parsed with its schema once `{{ … }}` is substituted. Conditions
   * of `passes` that are the provider's own (`status: 200`) are in here, under `passes`.
   */
  with: JsonObject;
  /** Conditions on the measured value; empty when only the provider's own conditions count. */
  passes: Threshold;
  everyMs: number;
  /** Warm-up: measurements before it do not count. */
  afterMs: number;
  /** How long it must fail without a passed measurement between before the verdict is `failed`; 0: at once. */
  failForMs: number;
  /** Consecutive errors before the verdict is `error`. */
  tolerateErrors: number;
  noData: 'inconclusive' | 'fail';
  /**
   * For rates and percentiles: of how many requests a measurement is at least; fewer count as no data. Absent for others,
   * and in snapshots of before this was kept.
   */
  minSamples?: number;
  /** The period that a measurement over time looks back at. */
  windowMs: number;
}

export interface GoldenPathModel {
  name: string;
  title: string;
  description?: string;
  order: number;
  /** Predicate over the entity; absent: only by annotation. */
  for?: FilterPredicate;
  /** With `needs` resolved: each step names what it waits for. */
  steps: StepModel[];
  onFailure: OnFailure;
  /** How long `waiting` lasts at most before `onFailure` applies. */
  decideWithinMs: number;
  /** JSON Schema of the inputs. */
  inputs?: JsonObject;
}

export interface StepModel {
  id: string;
  title: string;
  use: string;
  /** As it is written; validated by the step kind's schema, to be parsed with it once `{{ … }}` is substituted. */
  with: JsonObject;
  needs: string[];
  /** Names of checks, for a step that judges: `with.checks`. */
  checks: string[];
  changes: Changes;
  /** An irreversible step after which the version before still works. */
  backwardCompatible: boolean;
  /** Over `service`, `environment`, `version`, `inputs`. */
  if?: FilterPredicate;
  timeoutMs: number;
  retry: RetryModel;
  onFailure?: OnFailure;
  /** Whether its kind can take its change back. */
  undoable: boolean;
}

export interface RetryModel {
  /** How often it is tried in all, from 1. */
  attempts: number;
  /** Wait before the second attempt; doubles with each. */
  backoffMs: number;
  maxBackoffMs: number;
}

export interface EngineModel {
  leaseMs: number;
  /** Deployments at work at once in one process. */
  concurrency: number;
  /** What is kept of a step's log. */
  maxLogBytesPerStep: number;
  /** How often what runs in an environment is observed while nobody is at work there. */
  observeEveryMs: number;
  /** How long a queued deployment waits before it expires. */
  queueForMs: number;
  /** On PostgreSQL: where the tables of the wake-up queue live. */
  queue: {
    /** Default: a schema of their own beside the plugin's. */
    schema?: string;
    /** Whether the schema is made when it is missing. */
    createSchema: boolean;
  };
}

/** How long what is not needed for good is kept, in milliseconds. `never`: it is never removed. */
export interface RetentionModel {
  /** Of finished deployments. */
  logs: number | 'never';
  measurements: number | 'never';
  /** Events of other pipelines that could not be used, from when they came. */
  deadLetters: number | 'never';
}

/** How deliveries are measured. */
export interface DoraModel {
  /** IANA name. */
  timeZone: string;
  /** How long before an incident the deployment may have taken traffic that it is laid to. */
  incidentWindowMs: number;
  /** Commits that do nothing but merge others have no lead time. */
  ignoreMergeCommits: boolean;
  defaultWindowDays: number;
  targets: DoraTargets;
  /** By entity ref; what is set here goes before `targets`. */
  ownerTargets: ReadonlyMap<string, DoraTargets>;
  serviceTargets: ReadonlyMap<string, DoraTargets>;
  /** Tiers of environments that other pipelines deploy to and this portal does not. */
  tiers: ReadonlyMap<string, EnvironmentTier>;
  sources: DoraSourceModel[];
}

/**
 * A tool that tells of deliveries by webhook. What it shows itself with is read by `readSourceSecret` when it is needed,
 * and never part of the model.
 */
export type DoraSourceModel = { name: string } & (
  | {
      type: 'github';
      /** Whether its webhook is taken. */
      webhook: boolean;
      /** Whether what Backstage's events plugin receives is taken. */
      events: boolean;
      incidentLabels: string[];
    }
  | { type: 'alertmanager'; serviceLabel: string; environmentLabel: string }
  | { type: 'pagerduty' }
  | { type: 'cdevents' }
);

/** Deployments per day, milliseconds, ratios from 0 to 1. */
export type DoraTargets = Partial<Record<DoraMetricName, number>>;
