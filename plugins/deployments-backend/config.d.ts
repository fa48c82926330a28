import { HumanDuration } from '@backstage/types';

/*
 * Only the backend reads this configuration. At startup the plugin validates more than this schema can, and so does the
 * command slipway-validate-config: unknown keys, unknown names, and targets that don't support a golden path's steps.
 * docs/reference/golden-paths.md explains every key with examples.
 *
 * A later config file can remove a key of an earlier one with `null`.
 */
export interface Config {
  /** Self-service deployments. */
  deployments?: {
    /** Where services run, keyed by name. Names go into URLs and annotations: letters, digits and dashes. */
    environments?: {
      [name: string]: {
        /** The name shown to people. Default: derived from its key. */
        title?: string;
        description?: string;
        /** The kind of environment, used by metrics and conditions. Default: `other`. */
        tier?: 'production' | 'staging' | 'testing' | 'development' | 'other';
        /** The position among environments that don't promote from each other, lowest first. Default: last. */
        order?: number;
        /** The system that runs the services of this environment. */
        target: {
          /** The id of a target provider, e.g. `local`. */
          provider: string;
          /**
           * The provider's own settings. Texts may contain `{{ service.name }}`, `{{ service.namespace }}`,
           * `{{ service.kind }}`, `{{ service.ref }}`, `{{ environment.name }}`, `{{ environment.tier }}` and
           * `{{ annotation <key> }}`.
           */
          [setting: string]: unknown;
        };
        /**
         * Another target provider that reads what runs, for a target that can't look itself, such as a pipeline. Default: the
         * target.
         */
        observe?: {
          /** The id of a target provider. */
          provider: string;
          /** The provider's own settings. */
          [setting: string]: unknown;
        } | null;
        /**
         * Settings that a service may set with the annotation `slipway/<environment>.<setting>` of its entity, and that its
         * target may derive from annotations for other tools. Everybody who can edit an entity can then set them. Default:
         * none.
         */
        annotations?: string[];
        /** Only versions that run in another environment with passed checks can be deployed here. */
        promotesFrom?: {
          environment: string;
          /** How long a version must have run there since its checks passed. Default: 0. */
          soak?: HumanDuration | string;
          /** Whether it is enough that a pipeline reports the version there, without anything having looked. Default: false. */
          allowRecorded?: boolean;
        } | null;
        /**
         * Who must approve before a deployment starts here, keyed by name. All rules must be met. The key `distinct` is not
         * a rule: with `false`, one person may count for several rules and for `approve` steps. Default: each rule needs
         * different people.
         */
        approvals?: {
          [name: string]:
            | boolean
            | {
                /** How many people. Default: 1. */
                count?: number;
                /** Entity refs of groups and users, e.g. `group:default/release-managers`. Groups are nested. */
                from: string[];
                /** Whether the requester may approve. Default: false. */
                selfApproval?: boolean;
                /** How long an approval counts. Default: it doesn't expire. */
                expiresAfter?: HumanDuration | string;
              }
            | null;
        } | null;
        /** Whom to ask about blockers in this environment. Takes precedence over the portal's `contacts`. */
        contacts?: {
          /** A kind of blocker, such as `hold` or `window`, or `default` for all other kinds. */
          [kind: string]: {
            /** Entity refs of groups and users. This doesn't give them any permission. */
            ask?: string[];
            /** The address of a chat or a form. */
            url?: string;
          } | null;
        } | null;
        /**
         * Pages of other tools, such as logs, traces and dashboards, keyed by name. The pages of deployments and the
         * environment's cards show them.
         */
        links?: {
          [name: string]: {
            /** What the page shows, e.g. `Logs`. */
            title: string;
            /** Address with `https:` or `http:`. `{{ … }}` outside its host is filled in, e.g. `{{ service.name }}`. */
            url: string;
          } | null;
        } | null;
        /** Windows in which deployments can't start, or the only ones in which they can, keyed by name. */
        windows?: {
          [name: string]: {
            /** No deployment starts in this window; the text says why. Either this or `allow`. */
            deny?: string;
            /** Deployments start only in allow windows; the text describes this one. Either this or `deny`. */
            allow?: string;
            /** When the window starts: five cron fields, in the local time of `timeZone`. */
            schedule: string;
            /** How long it lasts, in elapsed time, at most 92 days. */
            for: HumanDuration | string;
            /** IANA name, e.g. `Europe/Stockholm`. */
            timeZone: string;
          } | null;
        } | null;
        /**
         * What other systems are asked before a deployment starts here, keyed by name. All conditions must be met; one that
         * can't be checked is not met.
         */
        startConditions?: {
          [name: string]: {
            /** The id of a start condition provider that a module adds, e.g. `alertmanager`. */
            provider: string;
            /**
             * The provider's own settings. Texts may contain `{{ service.… }}`, `{{ environment.… }}`, `{{ version.… }}` and
             * `{{ secrets.<name> }}`.
             */
            [setting: string]: unknown;
          } | null;
        } | null;
        /**
         * What happens to a new deployment while another one of its service is queued or running: with `queue` it waits
         * its turn, with `supersede` it replaces queued ones, with `replace` it also rolls back a running one, with `refuse`
         * it is refused. Default: `queue`.
         */
        concurrency?: 'queue' | 'supersede' | 'replace' | 'refuse';
      } | null;
    };

    /** Health checks for golden paths, keyed by name. */
    checks?: {
      [name: string]: {
        /** The id of a check provider: `http`, `target`, or one that a module adds. */
        provider: string;
        /** The conditions on a measurement. All must be met. */
        passes?: {
          atLeast?: number;
          atMost?: number;
          /** The lower and the upper bound, both inclusive. */
          between?: number[];
          /** The exact value, with the same type and case. */
          equals?: number | string | boolean;
          /** The provider's own conditions, e.g. `status` of `http`. */
          [condition: string]: unknown;
        };
        /** How often it is measured. Default: 10s. */
        every?: HumanDuration | string;
        /** The warm-up: earlier measurements don't count. Default: 0. */
        after?: HumanDuration | string;
        /** How long the check must fail, without a passed measurement in between, for the verdict `failed`. Default: 0. */
        failFor?: HumanDuration | string;
        /** The period that a measurement over time covers. Default: 1m. */
        window?: HumanDuration | string;
        tolerate?: {
          /** The tolerated number of consecutive errors; one more gives the verdict `error`. Default: 3. */
          errors?: number;
        };
        /** What a measurement without data means. Default: `inconclusive`, so that a person decides. */
        noData?: 'inconclusive' | 'fail';
        /**
         * For rates and percentiles (`success-rate`, `p95`, …): the number of requests that a measurement needs; fewer
         * count as no data. Default: 20.
         */
        minSamples?: number;
        /** The provider's own settings. `{{ … }}` is replaced with the value of a name. */
        [setting: string]: unknown;
      } | null;
    };

    /** How golden paths compare a new version with the running one, keyed by name. */
    analyses?: {
      [name: string]: {
        /** The name shown to people. Default: derived from its key. */
        title?: string;
        /** The length of a look, in which all metrics are read for both versions. Default: 10s. */
        every?: HumanDuration | string;
        /** The warm-up: nothing is read for this long after the share of the traffic changed. Default: 30s. */
        after?: HumanDuration | string;
        /** How long each share of the traffic may be measured without a verdict. Default: 1h. */
        for?: HumanDuration | string;
        /** What happens when that time is over. With `hold`, a person decides. Default: `hold`. */
        onInconclusive?: 'hold' | 'promote' | 'rollback';
        /** How long a person may take to decide, and what happens if nobody does. */
        onHold?: {
          /** Default: 24h. */
          decideWithin?: HumanDuration | string;
          /** Default: `rollback`. */
          otherwise?: 'rollback' | 'promote';
        };
        /** The score is the share of metrics without harm, from 0 to 100. Groups of metrics have weights in it. */
        score?: {
          /** From this score on, the rollout continues. Default: 95. */
          pass?: number;
          /** From this score on, a person decides. Below it, the new version is rolled back. Default: 75. */
          marginal?: number;
        };
        /** Groups of metrics, keyed by name. Default: one group, `technical`. */
        groups?: {
          [name: string]: {
            /** The group's weight in the score. Default: 1. */
            weight?: number;
            /** The share of its metrics without harm below which the new version is rolled back. Default: 0. */
            minimum?: number | string;
          };
        };
        /** What is compared, keyed by name. At most 50. */
        metrics: {
          [name: string]: {
            /** The name shown to people. Default: derived from its key. */
            title?: string;
            /** The id of a check provider that can compare versions, e.g. `target`. */
            provider: string;
            /** How it is compared. Default: the only kind that the provider's settings allow. */
            kind?: 'latency' | 'quantile' | 'gauge' | 'amount' | 'count';
            /** For `quantile`: which one, e.g. 0.95. */
            quantile?: number;
            /** Which change is bad. Default: `increase`. */
            bad?: 'increase' | 'decrease' | 'either';
            /**
             * The smallest relative change that matters, e.g. `25 %` or 0.25. Default: 25 % for `count` and `quantile`, 10 %
             * otherwise.
             */
            minimumEffect?: number | string;
            /**
             * For `count`: how much the shares must differ, in addition. Default: 0.0005, which is 0.05 percentage points, if an
             * increase is bad, otherwise 0.
             */
            minimumDifference?: number | string;
            /** How many requests each version needs before there is a verdict. Default: 20; 1 for `gauge`. */
            minSamples?: number;
            /** Whether harm rolls back immediately, and whether the metric must pass in the end. Default: false. */
            critical?: boolean;
            /** Required if there are several groups. */
            group?: string;
            /** What missing data do: keep the rollout waiting, nothing, or count as harm. Default: `wait`. */
            noData?: 'wait' | 'ignore' | 'fail';
            /** For `count` and `gauge`: a limit of the new version's own value, at which nothing is compared any more. */
            hardLimit?: {
              /** A share for `count`, e.g. `50 %`; a value for `gauge`. */
              atMost: number | string;
              /** Looks with fewer requests count together, as one. Default: 20. */
              minSamples?: number;
              /** How many looks in a row must exceed the limit. Default: 2. */
              looks?: number;
            };
            /**
             * The provider's own settings. `{{ … }}` is replaced with the value of a name; `{{ measured.version }}` is the
             * version whose data are read.
             */
            [setting: string]: unknown;
          } | null;
        };
      } | null;
    };

    /** Deployment pipelines, keyed by name. */
    goldenPaths?: {
      [name: string]: {
        /** The name shown to people. Default: derived from its key. */
        title?: string;
        description?: string;
        /**
         * Another golden path, or a pattern that comes with the plugin: `rolling`, `blue-green`, `canary`. Its steps,
         * `checks`, `onFailure`, `decideWithin`, `inputs` and `watch` apply unless they are given here.
         */
        extends?: string;
        /** The services that use it: a filter predicate over the entity. Default: only services that name it by annotation. */
        for?: { [path: string]: unknown };
        /** If several match a service, the lowest order wins, then the first name. Default: 0. */
        order?: number;
        /** The checks of all check steps that name none themselves. */
        checks?: string[];
        /** The steps, in order unless they have `needs`. With `extends`: changes to the inherited steps, by id. */
        steps?: Array<{
          id: string;
          /** The name shown to people. Default: derived from its id. */
          title?: string;
          /** Step kind: `deploy`, `traffic`, `check`, `finalize`, `approve`, `wait`, `http-job`, `notify`, or one of a module. */
          use?: string;
          /** The step kind's own settings. `{{ … }}` is replaced with the value of a name. */
          with?: { [setting: string]: unknown };
          /** Ids of the steps that must end first. Default: the previous step. */
          needs?: string[];
          /** What the step changes. Default: depends on its kind. */
          changes?: 'none' | 'reversible' | 'irreversible';
          /** For an irreversible step: the previous version still works after it, so a rollback may pass it. Default: false. */
          backwardCompatible?: boolean;
          /** When the step runs: a filter predicate over `service`, `environment`, `version` and `inputs`. Default: always. */
          if?: { [path: string]: unknown };
          /** How long one attempt may take. Default: that of its kind, plus its own `for` and the warm-up of its checks. */
          timeout?: HumanDuration | string;
          /** How to retry errors. A failed verdict is never retried. */
          retry?: {
            /** The total number of attempts. Default: 3, or 1 for an irreversible step. */
            attempts?: number;
            /** The wait before the second attempt; it doubles with each further one. Default: 2s. */
            backoff?: HumanDuration | string;
            /** The longest wait between attempts. Default: 5m. */
            maxBackoff?: HumanDuration | string;
          };
          /** What happens if the step fails. Default: `onFailure` of the golden path. */
          onFailure?: 'rollback' | 'pause' | 'fail';
          /** With `extends`: adds a new step before this one. */
          before?: string;
          /** With `extends`: adds a new step after this one. */
          after?: string;
          /** With `extends`: removes the inherited step. */
          remove?: boolean;
        }>;
        /** What happens if a step fails. Default: `rollback`. */
        onFailure?: 'rollback' | 'pause' | 'fail';
        /** How long a deployment waits for a person before `onFailure` applies. Default: 24h. */
        decideWithin?: HumanDuration | string;
        /** The fields of the deploy dialog: a JSON Schema with `type: object` and `properties`. */
        inputs?: { [keyword: string]: unknown };
        /** Goes on measuring the new version after a deployment succeeded. */
        watch?: {
          /** How long, from the end of the deployment. */
          for: HumanDuration | string;
          /** Names of checks. Default: the checks of the steps, except those that measure the baseline. */
          checks?: string[];
          /** How often all checks are measured. Default: 1m. */
          every?: HumanDuration | string;
          /** How long a check must fail for a breach, unless its own `failFor` is longer. Default: 3m. */
          failFor?: HumanDuration | string;
          /** What happens after a breach. Default: `ask`. */
          onBreach?: 'rollback' | 'ask' | 'incident';
          /** Which deployments are watched: a filter predicate like that of a step. Default: all. */
          if?: { [path: string]: unknown };
        } | null;
      } | null;
    };

    /** Settings of single services, keyed by entity ref, then by environment. */
    services?: {
      [entityRef: string]: {
        [environment: string]: {
          /** Overrides the environment's target settings. */
          target?: { [setting: string]: unknown };
          /** Overrides the settings of the environment's `observe`. */
          observe?: { [setting: string]: unknown };
          /** Overrides settings of checks, by name. */
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
     * Values that golden paths refer to as `{{ secrets.<name> }}`, usually `${NAME}`. Only the reference is stored, never
     * the value.
     *
     * @deepVisibility secret
     */
    secrets?: { [name: string]: string };

    /** Whom to ask about blockers. */
    contacts?: {
      /** A kind of blocker, such as `hold` or `window`, or `default` for all other kinds. */
      [kind: string]: {
        /** Entity refs of groups and users. This doesn't give them any permission. */
        ask?: string[];
        /** The address of a chat or a form. */
        url?: string;
      } | null;
    } | null;

    /** How deployments are executed. */
    engine?: {
      /**
       * How long after its last heartbeat a replica's deployments are taken over by another one, 5s to 10m. A call to a
       * target may take half of it. Default: 30s.
       */
      lease?: HumanDuration | string;
      /** How many deployments one replica runs at the same time. Default: 50. */
      concurrency?: number;
      /** How many bytes of a step's log are stored. Default: 1000000. */
      maxLogBytesPerStep?: number;
      /** How often the running version is observed in environments without a running deployment, 15s to 24h. Default: 1m. */
      observeEvery?: HumanDuration | string;
      /** How long a deployment stays queued before it expires. Default: 7d. */
      queueFor?: HumanDuration | string;
      /** The tables of the wake-up queue, on PostgreSQL. They contain nothing that needs a backup. */
      queue?: {
        /**
         * The schema of the tables. Default: `deployments_queue`, or with `pluginDivisionMode: schema` the name of the
         * plugin's schema followed by `_queue`.
         */
        schema?: string;
        /** Whether to create a missing schema, which needs the CREATE privilege on the database. Default: true. */
        createSchema?: boolean;
      };
    };

    /**
     * How long records are kept, at least 1h. With `never` they are never deleted. Deployments, their events, the data of
     * the metrics and the audit trail are always kept.
     */
    retention?: {
      /** Log lines of steps, counted from the end of their deployment. Default: 90d. */
      logs?: HumanDuration | string;
      /** Measurements of checks, counted from the end of their deployment. Default: 365d. */
      measurements?: HumanDuration | string;
      /**
       * Events of other pipelines that could not be processed, counted from their arrival. Until they are deleted, they
       * can be reprocessed. Default: never, because one of them may be the only record of a deployment.
       */
      deadLetters?: HumanDuration | string;
    };

    /** How delivery metrics are computed. */
    dora?: {
      /** The IANA name of the time zone for days, weeks and months. Default: UTC. */
      timeZone?: string;
      /**
       * If no source names the cause of an incident, it is attributed to the most recent deployment that got traffic
       * within this time before the incident. Default: 24h.
       */
      incidentWindow?: HumanDuration | string;
      /**
       * Whether pure merge commits count for the lead time. Default: `count`. After a change, past metrics are computed
       * again.
       */
      mergeCommits?: 'count' | 'ignore';
      /** The period that the page shows first. Default: 90d. */
      defaultWindow?: HumanDuration | string;
      /** The targets for production, drawn as a line. */
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
      /** Targets of single groups, by entity ref. */
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
      /** Tiers of environments that only other pipelines deploy to, by name. Default: `other`. */
      tiers?: {
        [environment: string]:
          | 'production'
          | 'staging'
          | 'testing'
          | 'development'
          | 'other';
      };
      /**
       * Tools that report deliveries and incidents by webhook, each to `/api/deployments/dora/hooks/<name>`. Names identify
       * their records: a renamed source counts as a new one. docs/reference/configuration.md shows each type.
       */
      sources?: {
        [name: string]: {
          type: 'github' | 'pagerduty' | 'alertmanager' | 'cdevents';
          /**
           * For `github` and `pagerduty`: the secret that webhooks are signed with.
           * @visibility secret
           */
          secret?: string;
          /**
           * For `alertmanager` and `cdevents`: the bearer token that they send.
           * @visibility secret
           */
          token?: string;
          /** For `github`: use the events of Backstage's events plugin (topic `github`). Default: false. */
          events?: boolean;
          /** For `github`: issues with one of these labels are incidents. Default: incident. */
          incidentLabels?: string[];
          /** For `alertmanager`: the label that names the service. Default: service. */
          serviceLabel?: string;
          /** For `alertmanager`: the label that names the environment. Default: environment. */
          environmentLabel?: string;
        } | null;
      } | null;
      /** Targets of single services, by entity ref. */
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
