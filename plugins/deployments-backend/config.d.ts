import { HumanDuration } from '@backstage/types';

/*
 * Everything here is read by the backend alone. What this schema lets through is looked at more closely when the plugin
 * starts, and by the command slipway-validate-config: unknown keys, names that lead nowhere, targets that cannot do what
 * a golden path asks. docs/reference/golden-paths.md explains every key with examples.
 *
 * A key that an earlier config file sets can be taken away by a later one with `null`.
 */
export interface Config {
  /** Self-service deployments. */
  deployments?: {
    /** Where services run, keyed by name. Names go into URLs and annotations: letters, digits and dashes. */
    environments?: {
      [name: string]: {
        /** How people read it. Default: its name. */
        title?: string;
        description?: string;
        /** What kind of place it is; metrics and conditions look at it. Default: `other`. */
        tier?: 'production' | 'staging' | 'testing' | 'development' | 'other';
        /** Place among environments that do not promote from each other, lowest first. Default: after those that have one. */
        order?: number;
        /** What really changes the environment. */
        target: {
          /** Id of a target provider, e.g. `local`. */
          provider: string;
          /** The provider's own settings. */
          [setting: string]: unknown;
        };
        /**
         * Target settings that a service may set itself, by the annotation `slipway/<environment>.<setting>` of its entity.
         * Whoever may edit an entity may then set them. Default: none.
         */
        annotations?: string[];
        /** Only what runs in another environment, its checks passed, may be deployed here. */
        promotesFrom?: {
          environment: string;
          /** How long it must have run there since its checks passed. Default: 0. */
          soak?: HumanDuration | string;
        } | null;
        /**
         * Who must agree before a deployment starts here, keyed by name. All rules must be met. `distinct` is no rule: with
         * `false` one person may count for several rules and for `approve` steps; default: each needs different people.
         */
        approvals?: {
          [name: string]:
            | boolean
            | {
                /** How many people. Default: 1. */
                count?: number;
                /** Entity refs of groups and users, e.g. `group:default/release-managers`. Groups are nested. */
                from: string[];
                /** Whether the one who asked may approve. Default: false. */
                selfApproval?: boolean;
                /** After this an approval no longer counts. Default: never. */
                expiresAfter?: HumanDuration | string;
              }
            | null;
        } | null;
        /** Whom to ask about what keeps a deployment waiting here; goes before `contacts` of the portal. */
        contacts?: {
          /** Kinds of blockers, such as `hold` or `window`; `default` for all that are not named. */
          [kind: string]: {
            /** Entity refs of groups and users. Naming them gives no permission. */
            ask?: string[];
            /** Of a chat or a form. */
            url?: string;
          } | null;
        } | null;
        /** When deployments may not, or may only, start here, keyed by name. */
        windows?: {
          [name: string]: {
            /** No deployment starts in this window; the text says why. Either this or `allow`. */
            deny?: string;
            /** Deployments start only in windows of this kind; the text names it. Either this or `deny`. */
            allow?: string;
            /** When it begins: five cron fields, on the clock of `timeZone`. */
            schedule: string;
            /** How long it lasts, in elapsed time, at most 92 days. */
            for: HumanDuration | string;
            /** IANA name, e.g. `Europe/Stockholm`. */
            timeZone: string;
          } | null;
        } | null;
        /**
         * What happens to a deployment that finds another one of its service queued or at work: `queue` waits its turn,
         * `supersede` takes the place of those queued, `refuse` is not accepted. Default: `queue`.
         */
        concurrency?: 'queue' | 'supersede' | 'refuse';
      } | null;
    };

    /** Health questions that golden paths ask, keyed by name. */
    checks?: {
      [name: string]: {
        /** Id of a provider of checks: `http`, `target`, or one that a module adds. */
        provider: string;
        /** What a measurement must be. All conditions must hold. */
        passes?: {
          atLeast?: number;
          atMost?: number;
          /** Lower and upper bound, both included. */
          between?: number[];
          /** Exactly this, of the same type and case. */
          equals?: number | string | boolean;
          /** Conditions of the provider's own, e.g. `status` of `http`. */
          [condition: string]: unknown;
        };
        /** How often it is measured. Default: 10s. */
        every?: HumanDuration | string;
        /** Warm-up: what is measured before does not count. Default: 0. */
        after?: HumanDuration | string;
        /** How long it must fail, without a passed measurement between, before its verdict is `failed`. Default: at once. */
        failFor?: HumanDuration | string;
        /** The period that a measurement over time looks back at. Default: 1m. */
        window?: HumanDuration | string;
        tolerate?: {
          /** Errors in a row before the verdict is `error`. Default: 3. */
          errors?: number;
        };
        /** What a measurement without data means. Default: `inconclusive`, and a person decides. */
        noData?: 'inconclusive' | 'fail';
        /**
         * For rates and percentiles (`success-rate`, `p95`, …): of how many requests a measurement is at least; fewer
         * count as no data. Default: 20.
         */
        minSamples?: number;
        /** The provider's own settings; `{{ … }}` stands for known names. */
        [setting: string]: unknown;
      } | null;
    };

    /** Pipelines, keyed by name. */
    goldenPaths?: {
      [name: string]: {
        /** How people read it. Default: its name. */
        title?: string;
        description?: string;
        /**
         * Another golden path, or a pattern that comes with the plugin: `rolling`, `blue-green`, `canary`. Steps, `checks`,
         * `onFailure`, `decideWithin` and `inputs` are taken from it where they are not given.
         */
        extends?: string;
        /** Which services it is for: a filter predicate over the entity. Default: those that name it by annotation. */
        for?: { [path: string]: unknown };
        /** Of several that match, the lowest is taken, then the first by name. Default: 0. */
        order?: number;
        /** Checks of all steps that judge and name none themselves. */
        checks?: string[];
        /** In order, or as `needs` says. With `extends`: changes to the steps of the other path, by id. */
        steps?: Array<{
          id: string;
          /** How people read it. Default: its id. */
          title?: string;
          /** Step kind: `deploy`, `traffic`, `check`, `finalize`, `approve`, `wait`, `http-job`, `notify`, or one of a module. */
          use?: string;
          /** The kind's own settings; `{{ … }}` stands for known names. */
          with?: { [setting: string]: unknown };
          /** Ids of the steps that must end before. Default: the step before it. */
          needs?: string[];
          /** What it changes. Default: what its kind says. */
          changes?: 'none' | 'reversible' | 'irreversible';
          /** For an irreversible step: the version before still works after it, so a rollback may pass it. Default: false. */
          backwardCompatible?: boolean;
          /** Only then it runs: a filter predicate over `service`, `environment`, `version` and `inputs`. */
          if?: { [path: string]: unknown };
          /** How long one attempt may take. Default: what its kind says, and how long it lasts by itself. */
          timeout?: HumanDuration | string;
          /** For errors; a failed verdict is never tried again. */
          retry?: {
            /** In all. Default: 3, and 1 for an irreversible step. */
            attempts?: number;
            /** Before the second attempt; doubles with each. Default: 2s. */
            backoff?: HumanDuration | string;
            /** Default: 5m. */
            maxBackoff?: HumanDuration | string;
          };
          /** Default: that of the golden path. */
          onFailure?: 'rollback' | 'pause' | 'fail';
          /** With `extends`: places a new step before another. */
          before?: string;
          /** With `extends`: places a new step after another. */
          after?: string;
          /** With `extends`: takes the step away. */
          remove?: boolean;
        }>;
        /** What happens when a step fails. Default: `rollback`. */
        onFailure?: 'rollback' | 'pause' | 'fail';
        /** How long a deployment waits for a person before `onFailure` applies. Default: 24h. */
        decideWithin?: HumanDuration | string;
        /** What is asked in the dialog: a JSON Schema with `type: object` and `properties`. */
        inputs?: { [keyword: string]: unknown };
      } | null;
    };

    /** Settings of single services, keyed by entity ref, then by environment. */
    services?: {
      [entityRef: string]: {
        [environment: string]: {
          /** Laid over the environment's target settings. */
          target?: { [setting: string]: unknown };
          /** Laid over checks, by name. */
          checks?: {
            [name: string]: {
              /** Conditions on the measured value, instead of the check's own. */
              passes?: {
                atLeast?: number;
                atMost?: number;
                between?: number[];
                equals?: number | string | boolean;
              };
              every?: HumanDuration | string;
              after?: HumanDuration | string;
              failFor?: HumanDuration | string;
              window?: HumanDuration | string;
              tolerate?: { errors?: number };
              noData?: 'inconclusive' | 'fail';
              minSamples?: number;
            } | null;
          };
        } | null;
      } | null;
    };

    /**
     * Values that golden paths refer to as `{{ secrets.<name> }}`, usually `${NAME}`. The reference is kept, never the value.
     *
     * @deepVisibility secret
     */
    secrets?: { [name: string]: string };

    /** Whom to ask about what keeps a deployment waiting. */
    contacts?: {
      /** Kinds of blockers, such as `hold` or `window`; `default` for all that are not named. */
      [kind: string]: {
        /** Entity refs of groups and users. Naming them gives no permission. */
        ask?: string[];
        /** Of a chat or a form. */
        url?: string;
      } | null;
    } | null;

    /** How deployments are carried out. */
    engine?: {
      /** After this without a sign of life another replica takes over; a call to a target may take half of it. Default: 30s. */
      lease?: HumanDuration | string;
      /** Deployments at work at once in one process. Default: 50. */
      concurrency?: number;
      /** What is kept of a step's log. Default: 1000000. */
      maxLogBytesPerStep?: number;
      /** How often what runs is observed where nobody is at work, 15s to 24h. Default: 1m. */
      observeEvery?: HumanDuration | string;
      /** How long a deployment stays queued before it expires. Default: 7d. */
      queueFor?: HumanDuration | string;
      /** On PostgreSQL: the tables of the queue that wakes the engine. They hold nothing that must be backed up. */
      queue?: {
        /**
         * The schema of the tables. Default: `deployments_queue`, or with `pluginDivisionMode: schema` the name of the
         * plugin's schema and `_queue`.
         */
        schema?: string;
        /** Whether the schema is made when it is missing, which takes CREATE on the database. Default: true. */
        createSchema?: boolean;
      };
    };

    /**
     * How long records are kept, at least 1h; `never`: they are never removed. Deployments, their events, what the metrics
     * are made of and the audit trail are kept in any case.
     */
    retention?: {
      /** Log lines of steps, from when their deployment finished. Default: 90d. */
      logs?: HumanDuration | string;
      /** What checks measured, from when their deployment finished. Default: 365d. */
      measurements?: HumanDuration | string;
      /**
       * Events of other pipelines that could not be used, from when they came; they can be taken in again as long as they
       * are there. Default: never, as removing one may lose the only word of a deployment.
       */
      deadLetters?: HumanDuration | string;
    };

    /** How deliveries are measured. */
    dora?: {
      /** IANA name of the zone whose days, weeks and months are counted. Default: UTC. */
      timeZone?: string;
      /**
       * How long before an incident the deployment may have taken traffic that it is laid to, when nobody says what caused
       * it. Default: 24h.
       */
      incidentWindow?: HumanDuration | string;
      /**
       * Whether commits that do nothing but merge others have a lead time of their own. Default: count. Changing it
       * computes the past anew.
       */
      mergeCommits?: 'count' | 'ignore';
      /** What the page shows at first. Default: 90d. */
      defaultWindow?: HumanDuration | string;
      /** What to reach in production; drawn as a line. */
      targets?: {
        /** Deployments per day. */
        deploymentFrequency?: number;
        changeLeadTime?: HumanDuration | string;
        /** From 0 to 1. */
        changeFailRate?: number;
        recoveryTime?: HumanDuration | string;
        /** From 0 to 1. */
        reworkRate?: number;
      };
      /** By entity ref of a group: targets of its own. */
      owners?: {
        [ref: string]: {
          targets: {
            deploymentFrequency?: number;
            changeLeadTime?: HumanDuration | string;
            changeFailRate?: number;
            recoveryTime?: HumanDuration | string;
            reworkRate?: number;
          };
        };
      };
      /** Tiers of environments that other pipelines deploy to and this portal does not, by name. Default of others: `other`. */
      tiers?: {
        [environment: string]:
          | 'production'
          | 'staging'
          | 'testing'
          | 'development'
          | 'other';
      };
      /**
       * Tools that tell of deliveries and incidents by webhook, each to `/api/deployments/dora/hooks/<name>`. Names are part
       * of what is known of them: renaming one makes another of it. docs/reference/configuration.md shows each.
       */
      sources?: {
        [name: string]: {
          type: 'github' | 'pagerduty' | 'alertmanager' | 'cdevents';
          /**
           * Of `github` and `pagerduty`: what webhooks are signed with.
           * @visibility secret
           */
          secret?: string;
          /**
           * Of `alertmanager` and `cdevents`: the bearer token that they send.
           * @visibility secret
           */
          token?: string;
          /** Of `github`: take what Backstage's events plugin receives (topic `github`). Default: false. */
          events?: boolean;
          /** Of `github`: issues with one of these labels are incidents. Default: incident. */
          incidentLabels?: string[];
          /** Of `alertmanager`: the label that names the service. Default: service. */
          serviceLabel?: string;
          /** Of `alertmanager`: the label that names the environment. Default: environment. */
          environmentLabel?: string;
        } | null;
      } | null;
      /** By entity ref of a service: targets of its own. */
      services?: {
        [ref: string]: {
          targets: {
            deploymentFrequency?: number;
            changeLeadTime?: HumanDuration | string;
            changeFailRate?: number;
            recoveryTime?: HumanDuration | string;
            reworkRate?: number;
          };
        };
      };
    };
  };
}
