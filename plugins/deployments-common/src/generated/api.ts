/* eslint-disable */
// Generated from openapi.yaml by `yarn generate:api`; do not edit.

export interface paths {
    "/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The environments of app-config, in promotion order. */
        get: operations["listEnvironments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/golden-paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The golden paths of app-config. */
        get: operations["listGoldenPaths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every service that a golden path applies to, with what runs where. */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
            };
            cookie?: never;
        };
        /** What of this service runs where, since when, by whom, and what can be done. */
        get: operations["getServiceOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
            };
            cookie?: never;
        };
        /** Versions of a service, newest first, from registrations and version sources. */
        get: operations["listVersions"];
        put?: never;
        /** Registers a version, typically from CI. Registering the same artifact again returns the version there is. */
        post: operations["registerVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/versions/{versionId}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Id of a version */
                versionId: string;
            };
            cookie?: never;
        };
        get?: never;
        /** Marks a version as not to be deployed. */
        put: operations["quarantineVersion"];
        post?: never;
        /** Lifts the quarantine of a version. Only a person may. */
        delete: operations["releaseVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/environments/{environment}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment of app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        get?: never;
        /** Puts a hold on a service in an environment. */
        put: operations["placeHold"];
        /** Lifts the hold, with a reason. */
        post: operations["liftHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/environments/{environment}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment of app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolves drift by adopting what runs as current, or by allowing the next deployment to overwrite it.
         * @description What runs is observed first. When it is not what the caller looked at, nothing is decided (409).
         */
        post: operations["resolveDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what a deployment would do, and every blocker with when it ends. Changes nothing. */
        post: operations["planDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deployments, newest first. */
        get: operations["listDeployments"];
        put?: never;
        /** Requests a deployment. The same Idempotency-Key with the same body gives the same deployment. */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        /** One deployment, whole. */
        get: operations["getDeployment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        /**
         * The events of a deployment: as stored, or with `Accept: text/event-stream` as they happen.
         * @description The stream's messages are `event` (a DeploymentEvent), `measurement` (a Measurement), `log` (a LogLine) and, when the deployment has ended and everything was sent, `end` (`{status, seq}`). Each has an id such as `e12.m40.l88`: how far the reader is in events, measurements and log. Sent back as `Last-Event-ID` it resumes all three without a gap and without a repetition. Comments keep the connection open. A stream that closes without `end`, at the latest after 15 minutes, is to be resumed; after `end` there is nothing more to come.
         */
        get: operations["getDeploymentEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/measurements": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        /** Measurements of a deployment's checks, oldest first. */
        get: operations["listMeasurements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        /** Log lines of a deployment's steps, oldest first. */
        get: operations["listLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person's command to a deployment. The same commandId is one command however often it is sent. A command that the deployment's state does not allow is refused with 409 and a reason. */
        post: operations["sendCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
                /** @description As given when it was sent */
                commandId: string;
            };
            cookie?: never;
        };
        /** What became of a command. */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Audit entries, newest first. */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether due work is picked up.
         * @description For monitors. Any replica answers for all of them: it looks at the tables. What is `degraded` (200) works, but not as it should; what is `stalled` (503) needs somebody. A database that cannot be reached is `stalled`, without figures.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/engine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The engine at work, what waits longest and what is stuck.
         * @description Takes the permission `deployments.engine.read`. Deployments that the caller may not read are counted in `hidden` and left out. The lists hold the first 50 each.
         */
        get: operations["getEngine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            error: {
                name: string;
                message: string;
                /** @description The deployment that the message is about, so that pages can link to it */
                deployment?: {
                    id: string;
                    /** @description E.g. "the deployment of 1.5.0 to production" */
                    title: string;
                };
            } & {
                [key: string]: unknown;
            };
            response?: {
                [key: string]: unknown;
            };
            request?: {
                [key: string]: unknown;
            };
        };
        JsonObject: {
            [key: string]: unknown;
        };
        /** @enum {string} */
        EnvironmentTier: "production" | "staging" | "testing" | "development" | "other";
        /** @enum {string} */
        DeploymentKind: "deploy" | "rollback" | "restart" | "remove";
        /** @enum {string} */
        DeploymentStatus: "queued" | "running" | "waiting" | "rolling_back" | "succeeded" | "failed" | "rolled_back" | "rollback_failed" | "cancelled" | "expired" | "superseded";
        /**
         * @description `retrying`: failed with a retryable error, starts again at `retryAt`. `waiting`: a person decides. `undoing`/`undone`: its change is being, or was, taken back by a rollback.
         * @enum {string}
         */
        StepStatus: "pending" | "running" | "waiting" | "retrying" | "succeeded" | "failed" | "skipped" | "cancelled" | "undoing" | "undone" | "undo_failed";
        /**
         * @description What a step changes in the environment.
         * @enum {string}
         */
        Changes: "none" | "reversible" | "irreversible";
        /** @enum {string} */
        OnFailure: "rollback" | "pause" | "fail";
        /**
         * @description `overridden`: a person went on without a passed verdict.
         * @enum {string}
         */
        Verdict: "passed" | "failed" | "inconclusive" | "error" | "overridden";
        Reason: string;
        ReasonRequest: {
            reason: string;
        };
        Environment: {
            name: string;
            title: string;
            description?: string;
            tier: components["schemas"]["EnvironmentTier"];
            /** @description Place in promotion order, from 0 */
            order: number;
            target: {
                provider: string;
                capabilities: string[];
            };
            promotesFrom?: {
                environment: string;
                soakMs: number;
            };
            approvals?: components["schemas"]["ApprovalRule"][];
            /** @description Whether each rule, `approve` steps of the path included, needs a different person */
            distinctApprovers?: boolean;
            windows?: components["schemas"]["Window"][];
        };
        ApprovalRule: {
            name: string;
            count: number;
            /** @description Entity refs of groups and users */
            from: string[];
            selfApproval: boolean;
            expiresAfterMs?: number;
        };
        Window: {
            name: string;
            /** @enum {string} */
            effect: "deny" | "allow";
            reason: string;
            /** @description Cron expression of its beginnings */
            schedule: string;
            forMs: number;
            timeZone: string;
        };
        GoldenPath: {
            name: string;
            title: string;
            description?: string;
            steps: components["schemas"]["PlannedStep"][];
            onFailure: components["schemas"]["OnFailure"];
            /** @description JSON Schema of the inputs */
            inputs?: components["schemas"]["JsonObject"];
        };
        PlannedStep: {
            id: string;
            title: string;
            /** @description Step kind */
            use: string;
            /** @description What it does, in words */
            description: string;
            needs: string[];
            changes: components["schemas"]["Changes"];
            checks: components["schemas"]["CheckRule"][];
            timeoutMs: number;
            /** @description How often it is tried in all */
            attempts?: number;
            onFailure?: components["schemas"]["OnFailure"];
            /** @description Why this step will not run */
            skipped?: string;
        };
        CheckRule: {
            name: string;
            provider: string;
            /** @description What is measured, e.g. `success-rate` */
            measure?: string;
            /** @enum {string} */
            subject?: "candidate" | "baseline" | "service";
            /** @description The threshold in words, e.g. `≥ 99 %` */
            condition: string;
            /** @enum {string} */
            unit?: "ratio" | "ms" | "count" | "status" | "bytes" | "none";
            threshold?: components["schemas"]["Threshold"];
            everyMs?: number;
            afterMs?: number;
            failForMs?: number;
            tolerateErrors?: number;
            /** @enum {string} */
            noData?: "inconclusive" | "fail";
            /** @description Of how many requests a rate or a percentile is at least; fewer count as no data */
            minSamples?: number;
        };
        Threshold: {
            atLeast?: number;
            atMost?: number;
            between?: number[];
            equals?: number | string | boolean;
        };
        Commit: {
            id: string;
            message?: string;
            author?: string;
            /** Format: date-time */
            authoredAt?: string;
            url?: string;
        };
        VersionSummary: {
            id: string;
            name: string;
            artifact: string;
            /** @description Id of its newest commit by author time; of equal ones, the last listed */
            commitId?: string;
            changeUrl?: string;
        };
        Version: {
            id: string;
            service: string;
            name: string;
            /** @description Image digest, purl or URI */
            artifact: string;
            /** @description Newest first by author time, in whatever order they were registered; of equal ones the last listed first, those without a time last. */
            commits: components["schemas"]["Commit"][];
            changeUrl?: string;
            /** Format: date-time */
            createdAt: string;
            flags: string[];
            /** @description `api` or the id of the version source */
            source: string;
            quarantined?: {
                by: string;
                /** Format: date-time */
                at: string;
                reason: string;
            };
            /** @description Where this version is the current one */
            environments?: string[];
            /** @description Environments where this is the last known good version */
            lastKnownGoodIn?: string[];
        };
        /**
         * @example {
         *       "name": "1.4.2",
         *       "artifact": "registry.example.com/checkout@sha256:9f2b…",
         *       "commits": [
         *         {
         *           "id": "a1b2c3d",
         *           "message": "Fix rounding",
         *           "author": "ana",
         *           "authoredAt": "2026-03-02T09:14:00Z"
         *         }
         *       ],
         *       "changeUrl": "https://git.example.com/checkout/pull/7",
         *       "flags": [
         *         "migrations"
         *       ]
         *     }
         */
        RegisterVersionRequest: {
            /** @description Shown to people; one line, without characters that cannot be seen, and neither `.` nor `..` */
            name: string;
            /** @description What it is known by, the same in all environments, e.g. an image with its digest */
            artifact: string;
            /** @description Newest first, with the times of their authors */
            commits?: components["schemas"]["Commit"][];
            /** @description Of the pull request; http or https, without a user name or password */
            changeUrl?: string;
            /**
             * Format: date-time
             * @description When it was built; now if absent
             */
            createdAt?: string;
            /** @description What golden paths can ask for, e.g. `migrations` */
            flags?: string[];
        };
        Blocker: {
            /** @enum {string} */
            kind: "slot" | "window" | "schedule" | "promotion" | "soak" | "approval" | "hold" | "drift" | "quarantine" | "unobserved" | "paused" | "decision" | "unknown_outcome";
            message: string;
            /**
             * Format: date-time
             * @description When it ends, as far as that is known. For `slot`: when the deployment in the way waits for a person no longer
             */
            until?: string;
            /** @description For `approval`: the name of the rule */
            rule?: string;
            /** @description For `approval`: entity refs of the groups and users that the rule names */
            unblockedBy?: string[];
            /** @description Entity refs of whom to ask about it. For `approval`: the people of `unblockedBy` by the catalog, those of nested groups included, the first 20 by name */
            ask?: string[];
            /** @description Where to ask, by `contacts` of app-config */
            askUrl?: string;
            /** @description What the reader can do about it, or why not, in a sentence */
            you?: string;
            overridable?: boolean;
            stepId?: string;
            /** @description The deployment that is in the way */
            deploymentId?: string;
        };
        Principal: {
            /** @description Entity ref of a user, or `service:…` */
            principal: string;
            onBehalfOf?: string;
            /** @enum {string} */
            via: "portal" | "api" | "action" | "system";
        };
        Instance: {
            id: string;
            artifact?: string;
            versionName?: string;
            url?: string;
        };
        DeploymentSummary: {
            id: string;
            kind: components["schemas"]["DeploymentKind"];
            service: string;
            environment: string;
            version: components["schemas"]["VersionSummary"];
            baseline?: components["schemas"]["VersionSummary"];
            status: components["schemas"]["DeploymentStatus"];
            /** @description Why it is, or was, rolled back or ended */
            cause?: string;
            /** @description How it stands or ended, one sentence */
            message?: string;
            reason?: string;
            hotfix: boolean;
            /** @description The deployment that this rollback reverts */
            reverts?: string;
            requestedBy: components["schemas"]["Principal"];
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            touched: boolean;
            blockers: components["schemas"]["Blocker"][];
            goldenPath: {
                name: string;
                title: string;
            };
            progress: {
                total: number;
                finished: number;
                /** @description Position of the step that it is at, from 1, in the order in which the steps are listed; absent before the start and after the end */
                step?: number;
                /** @description Title of that step */
                current?: string;
            };
            /** @description Percent of traffic on the candidate, 0 to 100 */
            trafficWeight?: number;
            verification?: components["schemas"]["Verdict"];
            commitCount?: number;
            /** @description Number of the last event */
            seq: number;
        };
        Deployment: components["schemas"]["DeploymentSummary"] & {
            steps: components["schemas"]["StepRun"][];
            rollback?: components["schemas"]["RollbackRun"];
            onFailure: components["schemas"]["OnFailure"];
            planHash?: string;
            /**
             * Format: date-time
             * @description While it is queued: when the plan that its steps, rollbackTarget and planHash show was evaluated last
             */
            plannedAt?: string;
            /** @description What happens when it fails, in words; absent once it has ended */
            rollbackNote?: string;
            rollbackTarget?: components["schemas"]["VersionSummary"];
            candidate?: components["schemas"]["Instance"];
            /** @description Stable URL of the service in this environment */
            url?: string;
            /** Format: date-time */
            decideBy?: string;
            /**
             * Format: date-time
             * @description While it is queued: when it ends as `expired` if it has not started by then
             */
            expiresAt?: string;
            inputs?: components["schemas"]["JsonObject"];
            approvals?: components["schemas"]["Approval"][];
            /** @description What the reader may do now, with its consequence. */
            commands: components["schemas"]["AllowedCommand"][];
            diff?: components["schemas"]["VersionDiff"];
            trafficHistory?: {
                /** Format: date-time */
                at: string;
                weight: number;
            }[];
            /** @description What rolling back means for this deployment, once it has ended and where the caller may roll back */
            goBack?: {
                /** @description Users have what it brought in, and there is something to go back to */
                from: boolean;
                /** @description One can go back to the version that it brought in */
                to: boolean;
            };
            /**
             * Format: date-time
             * @description When retention removed the step logs; absent when it removed none
             */
            logsRemovedAt?: string;
            /**
             * Format: date-time
             * @description When retention removed the measurements; absent when it removed none. The verdicts of steps are kept, the states of their checks are not
             */
            measurementsRemovedAt?: string;
            /** Format: date-time */
            serverTime: string;
        };
        Approval: {
            by: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            choice: "approve" | "reject";
            reason?: string;
            stepId?: string;
            rule?: string;
        };
        VersionDiff: {
            from?: components["schemas"]["VersionSummary"];
            to?: components["schemas"]["VersionSummary"];
            /**
             * @description Which of the two is newer. From nothing, i.e. on a first deployment, it is `forward`; `unknown` where one of them is not registered.
             * @enum {string}
             */
            direction?: "forward" | "backward" | "same" | "unknown";
            /** @description What `to` has and `from` has not, or the other way round if it is older; newest first by author time. */
            commits: components["schemas"]["Commit"][];
            changeUrls?: string[];
        };
        StepRun: components["schemas"]["PlannedStep"] & {
            status: components["schemas"]["StepStatus"];
            /** @description From 1; 0 when it has not started */
            attempt: number;
            /** @description Only while it is pending or retrying in a deployment that started: ids of the earlier steps that have to end first, near or far. A step that its condition skips is transparent. */
            waitsFor?: string[];
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** Format: date-time */
            retryAt?: string;
            /** @description What it is doing, or how it ended */
            message?: string;
            error?: components["schemas"]["StepError"];
            verdict?: components["schemas"]["Verdict"];
            checkStates?: components["schemas"]["CheckState"][];
            blocker?: components["schemas"]["Blocker"];
        };
        StepError: {
            code?: string;
            message: string;
        };
        /** @description How a check stands in a step. */
        CheckState: {
            name: string;
            verdict?: components["schemas"]["Verdict"];
            /** @description Measurements that passed */
            passed: number;
            failed: number;
            errors: number;
            noData: number;
            /** @description Number (`seq`) of the newest measurement that this takes into account; readers of the event stream add the newer ones */
            measuredThrough?: number;
            /** Format: date-time */
            failingSince?: string;
            message?: string;
        };
        RollbackRun: {
            /** @enum {string} */
            cause: "failure" | "cancel" | "manual" | "decision" | "takeover" | "deadline";
            message?: string;
            by?: string;
            /** @enum {string} */
            strategy: "baseline" | "last_known_good";
            to?: components["schemas"]["VersionSummary"];
            steps: components["schemas"]["RollbackStepRun"][];
            verification?: components["schemas"]["Verdict"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt?: string;
        };
        RollbackStepRun: {
            id: string;
            title: string;
            status: components["schemas"]["StepStatus"];
            attempt: number;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            message?: string;
            error?: components["schemas"]["StepError"];
        };
        /**
         * @description `skipStep`: end a waiting or checking step early, which marks its verdict overridden. `decide`: a person's answer where the pipeline asks. `override`: start in spite of overridable blockers. `abandon`: an admin frees an environment whose last effect has an unknown outcome.
         * @enum {string}
         */
        CommandType: "approve" | "reject" | "pause" | "resume" | "cancel" | "rollback" | "retryStep" | "skipStep" | "decide" | "override" | "abandon";
        AllowedCommand: {
            type: components["schemas"]["CommandType"];
            choice?: components["schemas"]["DecisionChoice"];
            stepId?: string;
            allowed: boolean;
            /** @description What the button says, e.g. `Roll back to 1.4.1` */
            label: string;
            /** @description Why it is not allowed, and who may */
            refusal?: string;
            /** @description What will happen, in one or two sentences */
            consequence: string;
            needsReason: boolean;
            destructive?: boolean;
        };
        /** @enum {string} */
        DecisionChoice: "continue" | "rollback" | "retry" | "fail";
        /**
         * @example {
         *       "type": "approve",
         *       "commandId": "2f6b1a52-7d0e-4a55-8f7c-6f6f3c1f6a10",
         *       "expectedSeq": 7,
         *       "planHash": "9f2c6a0e5d7b4f1c8a3e6d2b9c0f4a7e1d5b8c3f6a9e2d7b0c4f8a1e5d9b3c6f",
         *       "reason": "Looks good"
         *     }
         */
        CommandRequest: {
            type: components["schemas"]["CommandType"];
            /** @description Unique per press of a button */
            commandId: string;
            /** @description The step that it is about. `approve` and `reject` without one are about the environment's rules while the deployment is queued, later about the one step that waits for an approval */
            stepId?: string;
            choice?: components["schemas"]["DecisionChoice"];
            reason?: components["schemas"]["Reason"];
            /** @description seq of the deployment that the person saw */
            expectedSeq?: number;
            /** @description For `approve`, which needs it: `planHash` of the deployment as the person saw it */
            planHash?: string;
        };
        CommandOutcome: {
            commandId: string;
            type: components["schemas"]["CommandType"];
            /** @enum {string} */
            status: "accepted" | "refused";
            message?: string;
            /** Format: date-time */
            at: string;
            by: string;
            seq?: number;
        };
        /**
         * @example {
         *       "service": "component:default/checkout",
         *       "environment": "staging",
         *       "versionId": "6f1d0c1e-5b0a-4f7e-9f53-0f6a2f5d8a11",
         *       "reason": "Fix rounding"
         *     }
         */
        CreateDeploymentRequest: {
            /** @description Entity ref */
            service: string;
            environment: string;
            kind?: components["schemas"]["DeploymentKind"];
            /** @description Required for `deploy`; for `rollback` the version to go back to, if not the default */
            versionId?: string;
            /** @description Instead of versionId */
            artifact?: string;
            /** @description For `rollback`: the finished deployment to revert */
            reverts?: string;
            reason?: components["schemas"]["Reason"];
            hotfix?: boolean;
            inputs?: components["schemas"]["JsonObject"];
            /**
             * Format: date-time
             * @description Do not start before this time
             */
            notBefore?: string;
            /** @description Refuse when the plan is no longer this one */
            planHash?: string;
        };
        Plan: {
            service: string;
            environment: components["schemas"]["Environment"];
            kind: components["schemas"]["DeploymentKind"];
            version?: components["schemas"]["Version"];
            baseline?: components["schemas"]["VersionSummary"];
            rollbackTarget?: components["schemas"]["VersionSummary"];
            /** @description What happens when it fails, in words */
            rollbackNote?: string;
            goldenPath: {
                name: string;
                title: string;
            };
            /** @description JSON Schema of the inputs */
            inputs?: components["schemas"]["JsonObject"];
            steps: components["schemas"]["PlannedStep"][];
            onFailure: components["schemas"]["OnFailure"];
            blockers: components["schemas"]["Blocker"][];
            warnings: string[];
            planHash: string;
            /** @description Whether it would start at once */
            canStart: boolean;
            queue?: {
                /** @enum {string} */
                policy: "queue" | "supersede" | "refuse";
                ahead: number;
            };
            diff?: components["schemas"]["VersionDiff"];
        };
        Hold: {
            reason: string;
            by: string;
            /** Format: date-time */
            at: string;
            deploymentId?: string;
        };
        EnvironmentState: {
            environment: components["schemas"]["Environment"];
            current?: {
                version: components["schemas"]["VersionSummary"];
                /** Format: date-time */
                since: string;
                by?: string;
                deploymentId?: string;
                verification?: components["schemas"]["Verdict"];
            };
            lastKnownGood?: {
                version: components["schemas"]["VersionSummary"];
                deploymentId?: string;
                /** Format: date-time */
                at?: string;
            };
            active?: components["schemas"]["DeploymentSummary"];
            queued: components["schemas"]["DeploymentSummary"][];
            last?: components["schemas"]["DeploymentSummary"];
            hold?: components["schemas"]["Hold"];
            drift?: {
                /** @description Of what should run and what runs; another one when either changes */
                id: string;
                message: string;
                expected?: string;
                observed?: string;
            };
            url?: string;
            health: {
                /** @enum {string} */
                status: "healthy" | "unhealthy" | "unknown" | "not_deployed";
                /** @description Why; for figures the value, the threshold, the sample size and the period. */
                message?: string;
                /** Format: date-time */
                at?: string;
                successRate?: number;
                p95Ms?: number;
                /** @description Sample size of the figures */
                requests?: number;
                /**
                 * Format: date-time
                 * @description Since when the figures count. They are those of `current` alone, since it took over and at most over five minutes.
                 */
                from?: string;
            };
            /** @description What ended by itself here, or stopped answering, and was started again by the target; absent where nothing was, or where the target does not count */
            restarts?: {
                /** @description Since the instances were brought in */
                count: number;
                /** @description It keeps ending, so that starting it again does not help */
                crashLoop: boolean;
                /** @description The last few, newest first */
                events: {
                    /** Format: date-time */
                    at: string;
                    versionName: string;
                    /**
                     * @description `unresponsive`: it ran and gave no answer, so the target ended it
                     * @enum {string}
                     */
                    cause: "exited" | "unresponsive";
                    message: string;
                }[];
            };
            traffic: {
                versionName: string;
                artifact?: string;
                weight: number;
            }[];
            /** @description How long the current version has been verified here, against what the next environment asks */
            soak?: {
                verifiedForMs: number;
                requiredMs: number;
            };
            promotesTo?: string[];
            /** @description What rolling back means here now. Only in the overview of one service, for callers who may roll back */
            rollback?: components["schemas"]["EnvironmentRollback"];
            actions: {
                deploy: boolean;
                rollback: boolean;
                liftHold: boolean;
                /** @description There is drift, and the reader may resolve it. */
                resolveDrift?: boolean;
                restart: boolean;
                remove: boolean;
            };
        };
        EnvironmentRollback: {
            /**
             * @description `start`: create a deployment of kind rollback. `command`: a deployment is under way and has changed the environment; send it the command rollback. `none`: there is nothing to go back to, or a rollback is under way
             * @enum {string}
             */
            how: "start" | "command" | "none";
            /** @description Why there is nothing to roll back, or what happens besides; a sentence */
            message?: string;
            /** @description For `command`: the deployment that takes it */
            deploymentId?: string;
            target?: components["schemas"]["VersionSummary"];
            /** @description What ran here before, newest first, without what runs now */
            versions: components["schemas"]["RollbackVersion"][];
        };
        RollbackVersion: {
            version: components["schemas"]["VersionSummary"];
            eligible: boolean;
            /** @description Why it is not eligible */
            refusal?: string;
            /**
             * Format: date-time
             * @description When it was deployed here last
             */
            at?: string;
            /** @description Who deployed it */
            by?: string;
            /** @description The deployment that brought it in last */
            deploymentId?: string;
            verification?: components["schemas"]["Verdict"];
            /** @description The rollback that took it back */
            revertedBy?: string;
        };
        ServiceOverview: {
            service: {
                entityRef: string;
                name: string;
                title?: string;
                owner?: string;
                system?: string;
            };
            goldenPath?: {
                name: string;
                title: string;
            };
            /** @description Why no golden path applies, and what to do */
            noPathReason?: string;
            environments: components["schemas"]["EnvironmentState"][];
        };
        DeploymentEvent: {
            seq: number;
            /** Format: date-time */
            at: string;
            type: string;
            stepId?: string;
            by?: string;
            /** @description The event in words */
            message: string;
            data?: components["schemas"]["JsonObject"];
        };
        Measurement: {
            seq: number;
            stepId: string;
            check: string;
            /** Format: date-time */
            at: string;
            value?: number;
            /** @description What was measured where it is no number */
            text?: string;
            unit?: string;
            /** @description Sample size of the value */
            samples?: number;
            subject?: string;
            /** @enum {string} */
            outcome: "passed" | "failed" | "error" | "no_data" | "warming_up";
            message?: string;
        };
        LogLine: {
            seq: number;
            /** Format: date-time */
            at: string;
            stepId: string;
            /** @enum {string} */
            level?: "info" | "warn" | "error";
            line: string;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["Principal"];
            action: string;
            /** @enum {string} */
            outcome: "accepted" | "refused";
            service?: string;
            environment?: string;
            deploymentId?: string;
            reason?: string;
            details?: components["schemas"]["JsonObject"];
        };
        EngineHealth: {
            /** @enum {string} */
            status: "ok" | "degraded" | "stalled";
            /** @description Why it is not `ok`, the worst first; empty when it is */
            reasons: components["schemas"]["EngineHealthReason"][];
            /** @description How wake-ups travel */
            queue: string;
            /** @description How the replica that answers writes to the database. It does so every few seconds, so that a time long ago is a failure as well. */
            writes?: {
                /** Format: date-time */
                lastSucceededAt?: string;
                /** Format: date-time */
                lastFailedAt?: string;
                /** @description What the database answered to the last write that failed */
                lastError?: string;
            };
            figures?: components["schemas"]["EngineFigures"];
        };
        EngineHealthReason: {
            /** @enum {string} */
            kind: "database_unreachable" | "writes_failing" | "writes_failed" | "work_not_picked_up" | "no_replica" | "outbox_stuck" | "audit_stuck" | "outbox_failing" | "polling";
            /**
             * @description What it makes of the whole
             * @enum {string}
             */
            level: "degraded" | "stalled";
            /** @description What is wrong, and what to do */
            message: string;
        };
        /** @description Of the database, the same whichever replica is asked */
        EngineFigures: {
            /** @description How many are queued or own an environment */
            deployments: {
                queued: number;
                running: number;
                waiting: number;
                rolling_back: number;
            };
            /** @description Deployments that wait for a person and have used up half of the time that the person has, or whose outcome nobody knows */
            late: number;
            /** @description Deployments with work that is due and that nobody is at */
            dueWork: number;
            oldestDueMs: number;
            /** @description Messages not delivered yet */
            outbox: number;
            outboxOldestMs: number;
            /** @description Audit entries not in the chain yet */
            unsealed: number;
            /** @description Age of the oldest of these */
            sealLagMs: number;
            /** @description Replicas that are alive */
            replicas: number;
        };
        EngineView: {
            /** Format: date-time */
            at: string;
            health: components["schemas"]["EngineHealth"];
            replicas: components["schemas"]["EngineReplica"][];
            /** @description What is at work, the longest first */
            running: components["schemas"]["EngineRun"][];
            /** @description What is queued or waits for a person, the longest first */
            waits: components["schemas"]["EngineWait"][];
            /** @description What does not go on by itself, or may not */
            stuck: components["schemas"]["EngineStuck"][];
            /** @description Deployments in these lists that the caller may not read */
            hidden: number;
        };
        EngineReplica: {
            /** @description Names the process since its start */
            id: string;
            host: string;
            pid: number;
            /** @description Of the plugin */
            version: string;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            seenAt: string;
            alive: boolean;
            /** @description Deployments that it owns */
            running: number;
        };
        EngineDeployment: {
            id: string;
            kind: components["schemas"]["DeploymentKind"];
            service: string;
            environment: string;
            version: components["schemas"]["VersionSummary"];
            status: components["schemas"]["DeploymentStatus"];
            /** @description Of its last event, for commands about what was seen */
            seq: number;
        };
        EngineRun: {
            deployment: components["schemas"]["EngineDeployment"];
            /** @description Titles of the steps at work */
            steps: string[];
            /** Format: date-time */
            since: string;
            /** @description The replica that has it; absent between two looks */
            owner?: string;
            /** Format: date-time */
            leaseUntil?: string;
            /**
             * Format: date-time
             * @description When it is looked at next
             */
            wakeAt?: string;
        };
        EngineWait: {
            deployment: components["schemas"]["EngineDeployment"];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            decideBy?: string;
            /** @description As in `late` of the figures */
            late: boolean;
            blockers: components["schemas"]["Blocker"][];
        };
        EngineStuck: {
            deployment: components["schemas"]["EngineDeployment"];
            /** @enum {string} */
            kind: "not_picked_up" | "owner_gone" | "lease_expired" | "newer_reducer" | "asleep" | "no_deadline" | "overdue_step" | "unknown_outcome" | "place_not_held" | "place_held_by_ended";
            /** Format: date-time */
            since?: string;
            cause: string;
            /** @description What to do */
            remedy: string;
            /** @description What the caller may do about it here */
            commands: components["schemas"]["AllowedCommand"][];
        };
    };
    responses: {
        /** @description An error that says what to do */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is not valid; the message names the field */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "name": "InputError",
                 *         "message": "request/body must have required property 'environment'"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No token, or one that is not valid */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller lacks a permission, which the message names; or a person must do this */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "name": "NotAllowedError",
                 *         "message": "You lack the permission deployments.deployment.create for component:default/checkout in production. Ask whoever administers your portal's permission policy for it."
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such thing, or the caller may not see it */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description What is there now does not allow it; the message says what and why */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is larger than 1 MB */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller has as many event streams open as are allowed */
        TooManyStreams: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description Entity ref, URL-encoded */
        ServiceRef: string;
        /** @description Name of an environment of app-config */
        EnvironmentName: string;
        /** @description Id of a deployment */
        DeploymentId: string;
        /** @description How many items a page has at most */
        Limit: number;
        /** @description nextCursor of the page before */
        Cursor: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Environments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Environment"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    listGoldenPaths: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Golden paths */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["GoldenPath"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description Part of a name or title */
                q?: string;
                /** @description Entity ref of the owner */
                owner?: string;
                /** @description How many items a page has at most */
                limit?: components["parameters"]["Limit"];
                /** @description nextCursor of the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Services */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ServiceOverview"][];
                        totalItems: number;
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    getServiceOverview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceOverview"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description Part of a name, artifact or commit */
                q?: string;
                /** @description How many items a page has at most */
                limit?: components["parameters"]["Limit"];
                /** @description nextCursor of the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Version"][];
                        nextCursor?: string;
                        /** @description Version sources that could not be asked, and why. */
                        warnings?: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    registerVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterVersionRequest"];
            };
        };
        responses: {
            /** @description The artifact was registered before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    quarantineVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Id of a version */
                versionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    releaseVersion: {
        parameters: {
            query?: {
                /** @description Why it may be deployed after all; kept in the audit trail */
                reason?: string;
            };
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Id of a version */
                versionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    placeHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment of app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description The state of the environment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentState"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    liftHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment of app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description The state of the environment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentState"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    resolveDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment of app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    choice: "adopt" | "overwrite";
                    reason: string;
                    /** @description The `id` of the drift that the caller looked at */
                    drift: string;
                };
            };
        };
        responses: {
            /** @description The state of the environment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentState"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    planDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDeploymentRequest"];
            };
        };
        responses: {
            /** @description The plan */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description Entity ref */
                service?: string;
                /** @description Name of an environment */
                environment?: string;
                /** @description One or more statuses */
                status?: components["schemas"]["DeploymentStatus"][];
                /** @description Only this kind */
                kind?: components["schemas"]["DeploymentKind"];
                /** @description Entity ref of a user */
                requestedBy?: string;
                /** @description Not before this time */
                since?: string;
                /** @description Before this time */
                until?: string;
                /** @description How many items a page has at most */
                limit?: components["parameters"]["Limit"];
                /** @description nextCursor of the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deployments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeploymentSummary"][];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique per wish to deploy, e.g. the id of a CI run. Sent again by the same caller with the same body it gives the deployment that it made before; with another body it is refused with 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDeploymentRequest"];
            };
        };
        responses: {
            /** @description The deployment that this key made before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            /** @description Requested */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    getDeploymentEvents: {
        parameters: {
            query?: {
                /** @description Only events with a greater seq */
                after?: number;
            };
            header?: {
                /** @description Id of the last message that was received; only for the stream */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeploymentEvent"][];
                    };
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyStreams"];
            default: components["responses"]["Error"];
        };
    };
    listMeasurements: {
        parameters: {
            query?: {
                /** @description Only of this step */
                step?: string;
                /** @description Only measurements with a greater seq */
                after?: number;
            };
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Measurements */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Measurement"][];
                        /**
                         * Format: date-time
                         * @description When retention removed the measurements; absent when it removed none
                         */
                        removedAt?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    listLogLines: {
        parameters: {
            query?: {
                /** @description Only of this step */
                step?: string;
                /** @description Only lines that contain this text */
                q?: string;
                /** @description Only lines with a greater seq */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Log lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LogLine"][];
                        /** @description A step wrote more than is kept; a line in the log says where it was cut. */
                        truncated: boolean;
                        /**
                         * Format: date-time
                         * @description When retention removed the log; absent when it removed nothing
                         */
                        removedAt?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    sendCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandRequest"];
            };
        };
        responses: {
            /** @description The outcome */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandOutcome"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
                /** @description As given when it was sent */
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outcome */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandOutcome"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Id of a deployment */
                deployment?: string;
                /** @description Entity ref */
                service?: string;
                /** @description Name of an environment */
                environment?: string;
                /** @description Entity ref of a user, or `service:…` */
                actor?: string;
                /** @description Not before this time */
                since?: string;
                /** @description Before this time */
                until?: string;
                /** @description How many items a page has at most */
                limit?: components["parameters"]["Limit"];
                /** @description nextCursor of the page before */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Audit entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `ok` or `degraded` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineHealth"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            /** @description `stalled`: what is due is not done */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineHealth"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getEngine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The engine */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineView"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
}
