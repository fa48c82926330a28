import type {
  ApprovalRule,
  BlockerKind,
  Changes,
  DoraMetricName,
  EnvironmentTier,
  OnFailure,
  Threshold,
  DeploymentWindow,
} from '@slipway/backstage-plugin-deployments-common';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { JsonObject } from '@backstage/types';
import type { WatchModel } from '../watch/watchModel';
import type { AnalysisModel } from './analysisModel';

/** The validated section `deployments` of app-config. Durations are milliseconds. */
export interface DeploymentsModel {
  /** In promotion order. */
  environments: EnvironmentModel[];
  checks: Record<string, CheckModel>;
  /** How golden paths compare a candidate with its baseline. */
  analyses: Record<string, AnalysisModel>;
  /** In the order in which their `for` is tried: by `order`, then by name. */
  goldenPaths: GoldenPathModel[];
  /** Settings of single services, by entity ref, then by environment name. */
  services: Record<string, Record<string, ServiceSettings>>;
  /** The names under `secrets`. Only `readSecrets` reads the values behind `{{ secrets.<name> }}`. */
  secrets: string[];
  /** Whom to ask about blockers. */
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
  /** Position in the promotion order, from 0. */
  order: number;
  target: { provider: string; settings: JsonObject };
  /** The provider that reads what runs; absent if the target does. */
  observe?: { provider: string; settings: JsonObject };
  /** Target settings that a service may set with the annotation `slipway/<environment>.<key>`. */
  annotations: string[];
  promotesFrom?: {
    environment: string;
    soakMs: number;
    /** Whether it is enough that a pipeline reports what runs in the source environment. */
    allowRecorded?: boolean;
  };
  approvals: ApprovalRule[];
  /** Whether each rule, `approve` steps included, needs different people. */
  distinctApprovers: boolean;
  /** Whom to ask about blockers in this environment; takes precedence over the portal's contacts. */
  contacts?: ContactsModel;
  windows: DeploymentWindow[];
  /** Pages of other tools, such as logs and dashboards, in the order of app-config. */
  links: LinkModel[];
  /** What other systems are asked before a deployment starts. All must be met. */
  startConditions: StartConditionModel[];
  /** What happens to a request while another deployment is queued or running. */
  concurrency: ConcurrencyPolicy;
}

/** A link whose URL has `{{ … }}` for a service, a version and a period. */
export interface LinkModel {
  title: string;
  url: string;
}

export interface StartConditionModel {
  name: string;
  provider: string;
  /** The provider's own keys as written, parsed with its schema once `{{ … }}` is substituted. */
  with: JsonObject;
}

/** Contacts by kind of blocker; `default` is for all kinds that are not listed. */
export type ContactsModel = Partial<
  Record<BlockerKind | 'default', ContactModel>
>;

interface ContactModel {
  /** Entity refs of groups and users. */
  ask: string[];
  /** The address of a chat or a form. */
  url?: string;
}

/**
 * `queue`: it waits in the queue. `supersede`: it replaces queued deployments. `replace`: it does that, and also rolls back a
 * running deployment. `refuse`: it is rejected.
 */
export type ConcurrencyPolicy = 'queue' | 'supersede' | 'replace' | 'refuse';

export interface ServiceSettings {
  /** Override the environment's target settings. */
  target: JsonObject;
  /** Override the settings of the environment's `observe`. */
  observe?: JsonObject;
  /** Override checks, by name. Only timings, `passes`, `tolerateErrors`, `noData` and `minSamples` can be overridden. */
  checks: Record<string, Partial<CheckModel>>;
}

export interface CheckModel {
  name: string;
  provider: string;
  /**
   * The provider's own keys as written, parsed with its schema once `{{ … }}` is substituted. The provider's own
   * conditions (`status: 200`) are here too, under `passes`.
   */
  with: JsonObject;
  /** Conditions on the measured value; empty if only the provider's own conditions count. */
  passes: Threshold;
  everyMs: number;
  /** The warm-up: earlier measurements don't count. */
  afterMs: number;
  /** How long the check must fail, without a passed measurement in between, for the verdict `failed`; 0: immediately. */
  failForMs: number;
  /** How many consecutive errors are tolerated; one more gives the verdict `error`. */
  tolerateErrors: number;
  noData: 'inconclusive' | 'fail';
  /**
   * For rates and percentiles: the number of requests that a measurement needs; fewer count as no data. Absent for other
   * checks and in old snapshots.
   */
  minSamples?: number;
  /** How far back a measurement looks, if it covers a period. */
  windowMs: number;
}

export interface GoldenPathModel {
  name: string;
  title: string;
  description?: string;
  order: number;
  /** A predicate over the entity; absent if the path is chosen only by annotation. */
  for?: FilterPredicate;
  /** With `needs` resolved: each step names the steps that it waits for. */
  steps: StepModel[];
  onFailure: OnFailure;
  /** How long a deployment waits for a person before `onFailure` applies. */
  decideWithinMs: number;
  /** The JSON Schema of the inputs. */
  inputs?: JsonObject;
  /** What is measured after a deployment succeeded; absent if nothing is. */
  watch?: WatchModel;
}

export interface StepModel {
  id: string;
  title: string;
  use: string;
  /** The settings as written: validated with the step kind's schema, and parsed with it once `{{ … }}` is substituted. */
  with: JsonObject;
  needs: string[];
  /** The names in `with.checks`; empty for a step without checks. */
  checks: string[];
  /** The names of the analyses that its settings name; absent if there are none. */
  analyses?: string[];
  changes: Changes;
  /** Whether the previous version still works after this irreversible step. */
  backwardCompatible: boolean;
  /** A predicate over `service`, `environment`, `version` and `inputs`. */
  if?: FilterPredicate;
  timeoutMs: number;
  retry: RetryModel;
  onFailure?: OnFailure;
  /** Whether the step's kind can undo its change. */
  undoable: boolean;
}

export interface RetryModel {
  /** The total number of attempts, from 1. */
  attempts: number;
  /** The wait before the second attempt; it doubles with each further one. */
  backoffMs: number;
  maxBackoffMs: number;
}

export interface EngineModel {
  leaseMs: number;
  /** How many deployments one replica runs at the same time. */
  concurrency: number;
  /** How much of a step's log is stored. */
  maxLogBytesPerStep: number;
  /** How often the running version of a service environment is observed while no deployment runs there. */
  observeEveryMs: number;
  /** How long a queued deployment waits before it expires. */
  queueForMs: number;
  /** The tables of the wake-up queue, on PostgreSQL. */
  queue: {
    /** Default: a separate schema next to the plugin's. */
    schema?: string;
    /** Whether to create a missing schema. */
    createSchema: boolean;
  };
}

/** How long records are kept, in milliseconds. `never`: they are never deleted. */
export interface RetentionModel {
  /** Step logs, from the end of their deployment. */
  logs: number | 'never';
  /** Measurements, from the end of their deployment. */
  measurements: number | 'never';
  /** Events of other pipelines that could not be processed, from their arrival. */
  deadLetters: number | 'never';
}

/** The settings of the delivery metrics. */
export interface DoraModel {
  /** IANA name. */
  timeZone: string;
  /** How long before an incident a deployment may have got traffic for the incident to be attributed to it. */
  incidentWindowMs: number;
  /** Whether pure merge commits have no lead time. */
  ignoreMergeCommits: boolean;
  defaultWindowDays: number;
  targets: DoraTargets;
  /** Targets by entity ref; they take precedence over `targets`. */
  ownerTargets: ReadonlyMap<string, DoraTargets>;
  serviceTargets: ReadonlyMap<string, DoraTargets>;
  /** Tiers of environments that only other pipelines deploy to. */
  tiers: ReadonlyMap<string, EnvironmentTier>;
  sources: DoraSourceModel[];
}

/**
 * A tool that reports deliveries or incidents by webhook. Its secret is never part of the model: `readSourceSecret`
 * reads it when it is needed.
 */
export type DoraSourceModel = { name: string } & (
  | {
      type: 'github';
      /** Whether its webhook is accepted. */
      webhook: boolean;
      /** Whether events from Backstage's events plugin are used. */
      events: boolean;
      incidentLabels: string[];
    }
  | { type: 'alertmanager'; serviceLabel: string; environmentLabel: string }
  | { type: 'pagerduty' }
  | { type: 'cdevents' }
);

/** Targets by metric: deployments per day, durations in milliseconds, ratios from 0 to 1. */
export type DoraTargets = Partial<Record<DoraMetricName, number>>;
