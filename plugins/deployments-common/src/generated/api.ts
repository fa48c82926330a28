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
        /** Lists the environments from app-config, in promotion order. */
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
        /** Lists the golden paths from app-config. */
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
        /** Lists the services that a golden path applies to, with the versions that are running. */
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
        /** Returns a service with its environments, what is running there since when, who deployed it, and what the caller can do. */
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
        /** Lists the versions of a service, newest first, from registrations and version sources. */
        get: operations["listVersions"];
        put?: never;
        /** Registers a version, typically from CI. Registering the same artifact again returns the existing version. */
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
        /** Quarantines a version, so that it cannot be deployed. */
        put: operations["quarantineVersion"];
        post?: never;
        /** Lifts the quarantine of a version. Needs a user's token. */
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
                /** @description Name of an environment from app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        get?: never;
        /** Places a hold on a service in an environment, which blocks new deployments there. */
        put: operations["placeHold"];
        /** Lifts the hold. Needs a user's token. */
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
                /** @description Name of an environment from app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolves drift by adopting the running version as current, or by allowing the next deployment to overwrite it.
         * @description Observes the environment first. If something else is running than the caller saw, nothing changes and the response is 409.
         */
        post: operations["resolveDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{ref}/environments/{environment}/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment from app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        /**
         * Finds what could be this service on the environment's platform, and what is missing before it can be deployed.
         * @description Asks the environment's target, which looks for the service by its labels, annotations and name. Changes nothing. The list is empty if nothing was found or if the target can't search.
         */
        get: operations["discoverWorkloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the service environments in which another version is running than should be.
         * @description Compares the last observation of each service environment with the version that should run there. Does not call any target. Environments with a deployment in progress are left out, because the deployment changes them. Sorted by service. A page can be shorter than `limit`, or even empty, although there are more; only a page without `nextCursor` is the last.
         */
        get: operations["listDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compares two environments, with the version of each service in both and what would be promoted.
         * @description Calls no target. `blockers` says what would prevent the promotion now, as far as it is stored: holds, windows, drift, quarantine, soak times, and other deployments. Approvals and start conditions are left out: a plan lists them. A service is listed only if the caller can read it in both environments.
         */
        get: operations["compareEnvironments"];
        put?: never;
        post?: never;
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
        /** Plans a deployment, with its steps and all blockers. Changes nothing. */
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
        /** Lists deployments, newest first. */
        get: operations["listDeployments"];
        put?: never;
        /** Requests a deployment. Repeating a request with the same Idempotency-Key and body returns the same deployment. */
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
        /** Returns a deployment with all details. */
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
         * Lists the events of a deployment, or streams them with `Accept: text/event-stream`.
         * @description The messages of the stream are `event` (a DeploymentEvent), `measurement` (a Measurement), `log` (a LogLine) and, after everything else of an ended deployment, `end` (`{status, seq}`). Each message has an id such as `e12.m40.l88`: the reader's position in events, measurements and log. Send it as `Last-Event-ID` to resume all three without gaps or repetitions. Comments keep the connection open. Reconnect if a stream closes without `end`, which happens after 15 minutes at the latest. After `end`, there are no more messages.
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
        /** Lists the measurements of a deployment's checks, oldest first. */
        get: operations["listMeasurements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/steps/{stepId}/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
                /** @description Id of a step in the golden path */
                stepId: string;
            };
            cookie?: never;
        };
        /**
         * Returns what the analysis of a step says about its last attempt, metric by metric.
         * @description The response is 404 if the step has no analysis, or has not started. With `Accept: text/csv` all values of all looks are returned as CSV, one row per look, metric and version. A cell that a spreadsheet would interpret as a formula starts with an apostrophe.
         */
        get: operations["getStepAnalysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyses/{name}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of an analysis from app-config */
                name: string;
            };
            cookie?: never;
        };
        /**
         * Returns what an analysis, as it is configured now, would have said about the last deployments that used it.
         * @description Replays the stored looks of the last 20 ended deployments that were judged by an analysis with this name and that the caller may read, newest first. Nothing is measured and nothing changes. Deployments whose looks retention has removed are left out.
         */
        get: operations["replayAnalysis"];
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
        /** Lists the log lines of a deployment's steps, oldest first. */
        get: operations["listLogLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deployments/{id}/watch/end": {
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
        /** Ends the watch of a deployment early, without a verdict. Needs a user's token. */
        post: operations["endWatch"];
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
        /** Sends a command to a deployment. Repeating a request with the same commandId does not repeat the command. If the deployment's state does not allow the command, the response is 409 with the reason. */
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
                /** @description The commandId that was sent */
                commandId: string;
            };
            cookie?: never;
        };
        /** Returns the outcome of a command. */
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
        /** Lists audit entries, newest first. */
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
         * Reports whether replicas pick up due work.
         * @description For monitoring. Any replica responds for all of them, from the database. `degraded` (200) means that the engine works with limitations; `stalled` (503) means that somebody must act. If the database cannot be reached, the status is `stalled` and there are no figures.
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
         * Returns the state of the engine, including what has waited longest and what is stuck.
         * @description Needs the permission `deployments.engine.read`. Deployments that the caller may not read are left out and counted in `hidden`. Each list has the first 50 items.
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
    "/dora/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the five metrics of the selection, compared with the previous period, and their trend. */
        get: operations["getDoraMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/metrics/{metric}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the metric */
                metric: components["parameters"]["Metric"];
            };
            cookie?: never;
        };
        /**
         * Lists the rows behind a metric, newest first, each with the reason why it counted or did not.
         * @description The counted rows of all pages add up to the value of the metric. With `Accept: text/csv` all rows are returned as one CSV stream, without pages. A cell that a spreadsheet would interpret as a formula starts with an apostrophe.
         */
        get: operations["listDoraRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns what is missing or doubtful in the data of the selection. */
        get: operations["getDoraQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/selection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns what can be selected (teams, systems and services with data), and the defaults from app-config. */
        get: operations["getDoraSelection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists incidents, newest first. */
        get: operations["listIncidents"];
        put?: never;
        /** Opens an incident of a service, as a person. The same Idempotency-Key with the same body returns the same incident. */
        post: operations["openIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/incidents/{incident}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
            };
            cookie?: never;
        };
        /** Returns an incident with its links. */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/incidents/{incident}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolves an incident, as a person. Users are no longer affected. */
        post: operations["resolveIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/incidents/{incident}/links/{deployment}/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
                /** @description Id of a deployment */
                deployment: string;
                /** @description Whether the deployment caused or fixed the incident */
                role: components["schemas"]["LinkRole"];
            };
            cookie?: never;
        };
        get?: never;
        /** Links the deployment to the incident as its cause or fix, as a person. */
        put: operations["linkIncident"];
        post?: never;
        /** Removes the link, as a person. The two are not linked again by inference. */
        delete: operations["unlinkIncident"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ingests deployments, changes and incidents of another pipeline. Repeating an event changes nothing.
         * @description Each event is processed separately: an invalid one is rejected with a reason and stored as a dead letter, and the others are accepted. Events may arrive late and in any order.
         */
        post: operations["ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the dead letters, newest first. These are events that were rejected or that belong to no known service. */
        get: operations["listIngestedEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an ingested event */
                event: components["parameters"]["IngestedEventId"];
            };
            cookie?: never;
        };
        /** Returns an event and its outcome. */
        get: operations["getIngestedEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/events/{event}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an ingested event */
                event: components["parameters"]["IngestedEventId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reprocesses an event after its cause was fixed, for example after a service was mapped. */
        post: operations["replayIngestedEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dora/events/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reprocesses several events, or all that match.
         * @description With `match`, each request reprocesses a batch, newest first. Repeat it with `nextCursor` until there is none. Events that arrive meanwhile are not included.
         */
        post: operations["replayIngestedEvents"];
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
                /** @description What `message` says by codes, for translations. Absent if it has none. */
                sentences?: components["schemas"]["Sentence"][];
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
         * @description `retrying`: failed with a retryable error and starts again at `retryAt`. `waiting`: needs a person's decision. `undoing` and `undone`: a rollback is undoing, or has undone, its change.
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
         * @description `overridden`: a person continued without a passed verdict.
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
            /** @description Position in promotion order, from 0 */
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
            /** @description Whether each rule needs a different person, including `approve` steps of the path */
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
            /** @description Cron expression of its start times */
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
            /** @description What the step does */
            description: string;
            /** @description What `description` says by codes. Absent for steps of modules. */
            descriptionSentences?: components["schemas"]["Sentence"][];
            /** @description For a rollout in stages: the shares of traffic before all of it, ascending. Absent for other steps, and if there is no previous version to share the traffic with. */
            stages?: components["schemas"]["RolloutStage"][];
            needs: string[];
            changes: components["schemas"]["Changes"];
            checks: components["schemas"]["CheckRule"][];
            timeoutMs: number;
            /** @description The most attempts, including the first */
            attempts?: number;
            onFailure?: components["schemas"]["OnFailure"];
            /** @description Why this step is skipped */
            skipped?: string;
            /** @description What `skipped` says by codes */
            skippedSentences?: components["schemas"]["Sentence"][];
        };
        RolloutStage: {
            /** @description Percent of traffic on the candidate, more than 0 and less than 100 */
            weight: number;
            /** @description How long it lasts at least */
            forMs: number;
            /** @description Whether only a person ends it */
            untilPromoted: boolean;
            /** @description Name of the analysis that must allow the next stage. Absent if there is none. */
            analysis?: string;
        };
        CheckRule: {
            name: string;
            provider: string;
            /** @description What is measured, e.g. `success-rate` */
            measure?: string;
            /** @enum {string} */
            measurementTarget?: "candidate" | "baseline" | "service";
            /** @description The threshold as text, e.g. `≥ 99 %` */
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
            /** @description The fewest requests for a rate or a percentile. Fewer count as no data. */
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
            /** @description Id of the commit that the version was built from, if known */
            commitId?: string;
            changeUrl?: string;
        };
        Version: {
            id: string;
            service: string;
            name: string;
            /** @description Image digest, purl or URI */
            artifact: string;
            /** @description In the order in which they were registered, newest first */
            commits: components["schemas"]["Commit"][];
            /** @description Id of the commit that the version was built from, if known. It can be missing from `commits`, e.g. if it merges them. */
            commitId?: string;
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
            /** @description Environments where this version is running */
            environments?: string[];
            /** @description Environments where this is the last known good version */
            lastKnownGoodIn?: string[];
            /** @description How the newest deployment of this version ended in each environment. Absent if the request names no environment. */
            outcomes?: components["schemas"]["VersionOutcome"][];
            /** @description Why this version cannot start in the requested environment yet. Empty if it can. Only reasons that concern the version, such as a quarantine or the promotion rule. Absent if the request names no environment. */
            blockers?: components["schemas"]["Blocker"][];
            /** @description Whether it runs nowhere, and no deployment has ever brought it anywhere. Absent if the request names no environment. */
            neverDeployed?: boolean;
            /** @description What to know before deploying this version to the requested environment, if it has not succeeded in the environment before. Doesn't block. Absent if there is nothing, or if the request names no environment. */
            caution?: {
                /** @description A sentence in English */
                message: string;
                /** @description What `message` says by codes */
                sentences: components["schemas"]["Sentence"][];
            };
            /** @description Compares this version with the one that is running in the requested environment. Absent if none is, or if the request names no environment. */
            sinceRunning?: {
                /**
                 * @description Which of the two versions is newer. `forward` if it is this one, `unknown` if one of them is not registered.
                 * @enum {string}
                 */
                direction: "forward" | "backward" | "same" | "unknown";
                /** @description The number of commits between the two versions */
                commits: number;
            };
        };
        /** @description How the newest deployment of a version ended in an environment. Deployments that changed nothing because they were cancelled, expired or superseded don't count. */
        VersionOutcome: {
            environment: string;
            /**
             * @description `verified`: it succeeded with passed checks. `succeeded`: without. `breached`: it succeeded, but its watch was breached. `rolled_back`: by its own deployment or a later one.
             * @enum {string}
             */
            result: "in_progress" | "verified" | "succeeded" | "breached" | "rolled_back" | "failed";
            /**
             * Format: date-time
             * @description When it ended. If it is in progress, when it was requested.
             */
            at: string;
            /** @description Who requested it */
            by: string;
            /** @description The deployment, or the rollback that reverted it */
            deploymentId: string;
        };
        /** @description The version to deploy next and why, or why there is none. It is the newest version that was verified in the environment before, is newer than the running one, can start, and has neither failed nor been rolled back in one of the two. If no newer version was verified there, those that succeeded without checks count. All count if there is no environment before. */
        VersionProposal: {
            version?: components["schemas"]["Version"];
            /** @description Why this version is proposed, or why none is */
            reason: string;
            /** @description What `reason` says by codes, except the blockers */
            sentences: components["schemas"]["Sentence"][];
            /** @description The blockers that `reason` names. Absent if a version is proposed. */
            blockers?: components["schemas"]["Blocker"][];
            /** @description The name of the environment before, if no version is proposed because none has succeeded there */
            deployFirstTo?: string;
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
            /** @description The name that people see. One line without invisible characters, and neither `.` nor `..`. */
            name: string;
            /** @description Identifies the version in all environments, e.g. an image with its digest */
            artifact: string;
            /** @description The commits since the previous version, newest first as `git log` lists them, with author times. Author times don't decide the order, because a rebased or cherry-picked commit keeps its own. */
            commits?: components["schemas"]["Commit"][];
            /** @description Id of the commit that the version was built from. Default is the first of `commits`. */
            commitId?: string;
            /** @description URL of the pull request, with http or https and without a user name or password */
            changeUrl?: string;
            /**
             * Format: date-time
             * @description When the version was built. Default is now
             */
            createdAt?: string;
            /** @description Flags that golden paths can use in conditions, e.g. `migrations` */
            flags?: string[];
        };
        /** @description A sentence of a message, for translations. `stated` has its `text`, which is what a person, a step or another system said. */
        Sentence: {
            /** @description What it says, e.g. `running_passed`. Further codes may follow. */
            code: string;
            /** @description What the sentence of this code names: durations in milliseconds, times in epoch milliseconds, weights in percent, measured values and their conditions as text, people by their entity refs. Of `anyOf`, the entity refs of people and groups with spaces between, or `nobody`. */
            params?: {
                [key: string]: string | number;
            };
        };
        Blocker: {
            /**
             * @description `external`: a step waits until somebody or something outside Slipway acts, such as a reviewer of a change. `condition`: a start condition of the environment is not met, or could not be checked.
             * @enum {string}
             */
            kind: "slot" | "window" | "schedule" | "promotion" | "soak" | "approval" | "hold" | "drift" | "quarantine" | "unobserved" | "paused" | "decision" | "unknown_outcome" | "external" | "condition";
            /** @description The reason in English */
            message: string;
            /** @description What the message says, for translations, e.g. `soak` or `window_denied`. Messages of other systems have none, and further codes may follow. */
            code?: string;
            /** @description What the message of this code names: environments by their titles, people by their entity refs, durations in milliseconds */
            params?: {
                [key: string]: string | number;
            };
            /** @description For `hold`: what `reason` in `params` says, if Slipway placed the hold. For `slot`: what `message` adds about this deployment, after the text of `code`. For `decision` and `unknown_outcome`: what `message` says. */
            sentences?: components["schemas"]["Sentence"][];
            /**
             * Format: date-time
             * @description When the blocker ends, if known. For `slot`: the decision deadline of the deployment that owns the environment.
             */
            until?: string;
            /** @description For `approval`: the name of the rule */
            rule?: string;
            /** @description For `condition`: the name of the start condition in app-config */
            condition?: string;
            /** @description For `approval`: entity refs of the groups and users that the rule names */
            unblockedBy?: string[];
            /** @description Entity refs of people and groups to ask about it. For `approval`: the members of `unblockedBy`, including nested groups, the first 20 by name. */
            ask?: string[];
            /** @description Where to ask, from `contacts` in app-config */
            askUrl?: string;
            /** @description What the reader can do about it, or why they cannot, in one sentence */
            hint?: string;
            /** @description What `hint` says by a code */
            hintSentence?: components["schemas"]["Sentence"];
            /** @description For `external` and `condition`: where to act, or what explains the wait */
            links?: components["schemas"]["Link"][];
            overridable?: boolean;
            /** @description For `approval`: how many approvals count so far, and how many are needed */
            approvals?: {
                given: number;
                needed: number;
            };
            stepId?: string;
            /** @description The deployment that causes the blocker */
            deploymentId?: string;
        };
        /** @description A page outside Slipway that explains something. */
        Link: {
            /** @description What the page shows */
            title: string;
            /** @description Absolute URL with `http:` or `https:`, without credentials */
            url: string;
        };
        /** @description Something that is wrong in an environment, with evidence. */
        Problem: {
            /** @description What kind of problem it is, e.g. `image_pull`, `crash_loop` or `quota`. Further codes may follow. */
            code: string;
            /** @description What is wrong and what to do */
            message: string;
            /** @description The object that has the problem, e.g. `pod/checkout-6d4f-x2x` */
            object?: string;
            /** Format: date-time */
            since?: string;
            /** @description The last lines of its log, oldest first */
            logTail?: string[];
            link?: components["schemas"]["Link"];
        };
        Principal: {
            /** @description Entity ref of a user, `service:…`, or `slipway:watch` for what a watch does */
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
            /** @description Why the deployment was rolled back or ended */
            cause?: string;
            /** @description The current state or the outcome, in one English sentence */
            message?: string;
            /** @description What `message` says, for readers who know the service and the environment: the outcome, or why the deployment stops or rolls back. Absent before. */
            sentences?: components["schemas"]["Sentence"][];
            reason?: string;
            hotfix: boolean;
            /** @description Whether the deployment was made up for a demo: it never happened, and has no steps, events, log or audit entries. Absent otherwise. */
            demo?: boolean;
            /** @description Whether somebody paused the deployment, and it waits as soon as its running steps have ended. Absent otherwise. */
            pausing?: boolean;
            /** @description The deployment that this rollback reverts */
            reverts?: string;
            requestedBy: components["schemas"]["Principal"];
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** @description Whether a step that changes something was sent, or may have been */
            mayHaveChanged: boolean;
            blockers: components["schemas"]["Blocker"][];
            goldenPath: {
                name: string;
                title: string;
            };
            progress: {
                total: number;
                finished: number;
                /** @description Position of the current step in the list of steps, from 1. Absent before the start and after the end. */
                step?: number;
                /** @description Title of that step */
                current?: string;
                /** @description What `current` says by codes, for a step of a rollback. Absent otherwise. */
                sentences?: components["schemas"]["Sentence"][];
            };
            /** @description Percent of traffic on the candidate, 0 to 100 */
            trafficWeight?: number;
            verification?: components["schemas"]["Verdict"];
            commitCount?: number;
            awaits?: components["schemas"]["AwaitedDecision"];
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
             * @description While queued: when the plan behind its steps, rollbackTarget and planHash was last evaluated
             */
            plannedAt?: string;
            /** @description What happens if the deployment fails. Absent once it has ended. */
            rollbackNote?: string;
            /** @description What `rollbackNote` says by codes */
            rollbackSentences?: components["schemas"]["Sentence"][];
            rollbackTarget?: components["schemas"]["VersionSummary"];
            candidate?: components["schemas"]["Instance"];
            /** @description Stable URL of the service in this environment */
            url?: string;
            /** Format: date-time */
            decideBy?: string;
            atDeadline?: components["schemas"]["AtDeadline"];
            /**
             * Format: date-time
             * @description While queued: when the deployment expires unless it has started
             */
            expiresAt?: string;
            inputs?: components["schemas"]["JsonObject"];
            approvals?: components["schemas"]["Approval"][];
            /** @description The commands for the current state, with their consequences and, if the reader cannot send one, the reason. */
            commands: components["schemas"]["AllowedCommand"][];
            diff?: components["schemas"]["VersionDiff"];
            /** @description Pages of other tools about this deployment, as configured for the environment. Empty until it has started. */
            links?: components["schemas"]["Link"][];
            trafficHistory?: {
                /** Format: date-time */
                at: string;
                weight: number;
            }[];
            /** @description What rolling back means for this deployment. Only for ended deployments that the caller may roll back. */
            goBack?: {
                /** @description Its version is running, and there is a version to roll back to */
                from: boolean;
                /** @description Its version is eligible as the target of a rollback */
                to: boolean;
            };
            failure?: components["schemas"]["DeploymentFailure"];
            followUps?: components["schemas"]["FollowUps"];
            /** @description The paths of the target's settings that differ from those that the baseline was deployed with, such as `env.LOG_LEVEL`; absent if those are unknown. The values are left out, because they may be confidential. */
            changedSettings?: string[];
            watch?: components["schemas"]["Watch"];
            /** @description Whether the deployment is being watched and the reader may end that */
            mayEndWatch?: boolean;
            /**
             * Format: date-time
             * @description When retention removed the step logs. Absent if it removed none.
             */
            logsRemovedAt?: string;
            /**
             * Format: date-time
             * @description When retention removed the measurements. Absent if it removed none. The verdicts of steps are kept, but not the states of their checks.
             */
            measurementsRemovedAt?: string;
            /** Format: date-time */
            serverTime: string;
        };
        /** @description What is measured after a deployment succeeded. It never changes the deployment's status. */
        Watch: {
            /** @description The deployment that brought in the watched version */
            deploymentId: string;
            version: components["schemas"]["VersionSummary"];
            /**
             * @description `confirmed`: its checks passed until the end. `breached`: a check failed for long enough. `ended`: without a verdict, e.g. because another version was deployed.
             * @enum {string}
             */
            state: "watching" | "confirmed" | "breached" | "ended";
            /** Format: date-time */
            startedAt: string;
            /**
             * Format: date-time
             * @description When it ends if its checks pass. Time that could not be measured extends it.
             */
            endsAt: string;
            /** Format: date-time */
            endedAt?: string;
            /** @description Why it ended, in words */
            reason?: string;
            /** @description What `reason` says by codes, after a breach */
            sentences?: components["schemas"]["Sentence"][];
            /** @description The checks as last measured */
            checks: {
                name: string;
                /** @enum {string} */
                status: "passing" | "failing" | "no_data" | "error" | "unmeasured";
                /** Format: date-time */
                failingSince?: string;
                message?: string;
            }[];
            /** @description What was done about the breach. Absent if there was none, or nothing was done yet. */
            response?: {
                /**
                 * @description `asked`: the people responsible were notified
                 * @enum {string}
                 */
                kind: "rollback" | "incident" | "asked";
                /** @description For `rollback`: the deployment that rolls back */
                deploymentId?: string;
                /** @description For `incident` */
                incidentId?: string;
                /** @description For `asked`: why Slipway asked people instead of rolling back or opening an incident, as the golden path says. Absent if its rule is `ask` */
                why?: string;
            };
        };
        Approval: {
            by: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            decision: "approve" | "reject";
            reason?: string;
            stepId?: string;
            rule?: string;
        };
        VersionDiff: {
            from?: components["schemas"]["VersionSummary"];
            to?: components["schemas"]["VersionSummary"];
            /**
             * @description Which of the two versions is newer. Without a `from`, on a first deployment, it is `forward`. It is `unknown` if one of them is not registered.
             * @enum {string}
             */
            direction?: "forward" | "backward" | "same" | "unknown";
            /** @description Milliseconds between the creation of the two versions. Absent if one of them is missing or not registered. */
            apartMs?: number;
            /** @description Commits in `to` that are not in `from`, or the other way round if `to` is older. Those of the newest version come first, each version's in the order in which they were registered. */
            commits: components["schemas"]["Commit"][];
            changeUrls?: string[];
        };
        StepRun: components["schemas"]["PlannedStep"] & {
            status: components["schemas"]["StepStatus"];
            /** @description Counts from 1. It is 0 if the step has not started. */
            attempt: number;
            /** @description Ids of all earlier steps that must end first, direct and indirect. Only while the step is pending or retrying in a started deployment. A step that its condition skips does not hold up later steps. */
            waitsFor?: string[];
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** Format: date-time */
            retryAt?: string;
            /** @description What the step is doing, or how it ended */
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            messageSentences?: components["schemas"]["Sentence"][];
            /** @description Pages that explain the step, as it last reported them */
            links?: components["schemas"]["Link"][];
            /** @description What is wrong, as the step last reported it. A failed step keeps them. */
            problems?: components["schemas"]["Problem"][];
            error?: components["schemas"]["StepError"];
            verdict?: components["schemas"]["Verdict"];
            checkStates?: components["schemas"]["CheckState"][];
            blocker?: components["schemas"]["Blocker"];
        };
        StepError: {
            code?: string;
            message: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description The state of a check in a step. */
        CheckState: {
            name: string;
            verdict?: components["schemas"]["Verdict"];
            /** @description Measurements that passed */
            passed: number;
            failed: number;
            errors: number;
            noData: number;
            /** @description The `seq` of the newest measurement that is included. Readers of the event stream add the newer ones. */
            measuredThrough?: number;
            /** Format: date-time */
            failingSince?: string;
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            messageSentences?: components["schemas"]["Sentence"][];
            /** @description The measured value that was furthest from its threshold on the wrong side, or nearest to it if all passed, in the last attempt and after the warm-up. Absent if the check has no numeric threshold or measured nothing. */
            worst?: components["schemas"]["CheckValue"];
            /** @description With the verdict `failed`: the measurement that decided it */
            failure?: components["schemas"]["CheckValue"] & {
                /** @description How long measurements had failed without a passed one in between, in milliseconds */
                failedForMs: number;
            };
            /** @description What showed why the candidate failed the check, the last time that it failed. Absent if the target has nothing to show. */
            failureSample?: {
                /**
                 * Format: date-time
                 * @description When the check failed
                 */
                at: string;
                /** @description The latest failed requests, newest first */
                requests: components["schemas"]["FailedRequest"][];
                /** @description The last lines of the candidate's log, oldest first, without secrets */
                logTail: string[];
            };
        };
        CheckValue: {
            /** Format: date-time */
            at: string;
            value?: number;
            text?: string;
            samples?: number;
            /** @description Why it did not pass */
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description The step that ended or rolled back the deployment, and in which way. The check states of the step have the values. */
        DeploymentFailure: {
            /** @enum {string} */
            code: "check_failed" | "analysis_failed" | "step_failed" | "timeout" | "rejected" | "deadline";
            stepId: string;
            /** @description As the step reported it */
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description What a person can do after a deployment ended. An action that makes no sense is absent. */
        FollowUps: {
            /** @description Deploy the version to the environment again */
            deploy?: components["schemas"]["FollowUp"];
            /** @description Roll the environment back to the version, which ran there and is older than the one that runs now */
            rollBackTo?: components["schemas"]["FollowUp"];
            /** @description Remove the service from the environment, after the first deployment to it, which cannot be rolled back */
            remove?: components["schemas"]["FollowUp"];
            /** @description The environments that come after this one, by promotion or in order, and do not run the version yet. Empty unless the deployment brought in the version that is running. */
            promotions: (components["schemas"]["FollowUp"] & {
                environment: string;
            })[];
            openIncident: components["schemas"]["FollowUp"];
            /** @description From the deployment's version to the one that runs in the environment now, if it is another one */
            comparison?: components["schemas"]["VersionDiff"];
        };
        FollowUp: {
            allowed: boolean;
            /**
             * @description Why not. `not_permitted`: the reader lacks the permission. `not_eligible`: the version cannot be rolled back to; `message` may say why.
             * @enum {string}
             */
            refusal?: "not_permitted" | "not_eligible";
            message?: string;
            /** @description What `message` says by codes */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description A request that failed, without any values of its query, headers and bodies. */
        FailedRequest: {
            /** Format: date-time */
            at: string;
            method: string;
            /** @description Path and names of the query's parameters; segments that look like tokens, ids or mail addresses are `***` */
            path: string;
            /** @description The HTTP status */
            status: number;
            durationMs: number;
        };
        RollbackRun: {
            /** @enum {string} */
            cause: "failure" | "cancel" | "manual" | "decision" | "takeover" | "deadline";
            /** @description Why it is rolled back */
            message?: string;
            /** @description What `message` says by codes */
            sentences?: components["schemas"]["Sentence"][];
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
            /** @description What `title` says by codes */
            sentences?: components["schemas"]["Sentence"][];
            status: components["schemas"]["StepStatus"];
            attempt: number;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            messageSentences?: components["schemas"]["Sentence"][];
            links?: components["schemas"]["Link"][];
            problems?: components["schemas"]["Problem"][];
            error?: components["schemas"]["StepError"];
            blocker?: components["schemas"]["Blocker"];
        };
        /**
         * @description `skipStep`: ends a waiting or checking step early and sets its verdict to overridden. `decide`: a person's decision where the pipeline asks for one. `override`: starts despite overridable blockers. `abandon`: a portal operator frees an environment whose last effect has an unknown outcome. `promote`: a rollout in stages continues before its stage has ended.
         * @enum {string}
         */
        CommandType: "approve" | "reject" | "pause" | "resume" | "cancel" | "rollback" | "retryStep" | "skipStep" | "decide" | "override" | "abandon" | "promote";
        /**
         * @description What happens at `decideBy` if nobody decides. `decision`: another decision is needed. `retry_cancel`: the provider is asked again to stop a step whose outcome is unknown. `retry_rollback_step`: the step of the rollback that waits is tried again. `promote`: the rollout continues with its next stage.
         * @enum {string}
         */
        AtDeadline: "rollback" | "fail" | "decision" | "retry_cancel" | "retry_rollback_step" | "promote";
        /** @description What the caller can decide about a deployment that waits. Only with `awaiting=me`. */
        AwaitedDecision: {
            /**
             * Format: date-time
             * @description When the wait began
             */
            since: string;
            /** Format: date-time */
            decideBy?: string;
            atDeadline?: components["schemas"]["AtDeadline"];
            /**
             * Format: date-time
             * @description While queued: when the deployment expires unless it has started
             */
            expiresAt?: string;
            /** @description The plan that an approval is for */
            planHash?: string;
            /** @description The commands that decide it, all of them allowed */
            commands: components["schemas"]["AllowedCommand"][];
            /** @description Whether the caller can lift the hold that blocks it */
            mayLiftHold: boolean;
            /** @description Whether the caller can resolve the drift that blocks it */
            mayResolveDrift: boolean;
            /** @description What the steps so far have measured, in order */
            evidence: {
                stepId: string;
                title: string;
                verdict?: components["schemas"]["Verdict"];
                /** @description The result in one sentence */
                message?: string;
            }[];
            /** @description Titles of the steps that have not ended */
            stepsLeft: string[];
        };
        AllowedCommand: {
            type: components["schemas"]["CommandType"];
            choice?: components["schemas"]["DecisionChoice"];
            to?: components["schemas"]["PromoteTo"];
            stepId?: string;
            allowed: boolean;
            /** @description The label of the button, e.g. `Roll back to 1.4.1` */
            label: string;
            /** @description What `label` says by a code */
            labelSentence?: components["schemas"]["Sentence"];
            /** @description Why the command is not allowed, and whom to ask */
            refusal?: string;
            /** @description What `refusal` says by codes, without the service and the environment */
            refusalSentences?: components["schemas"]["Sentence"][];
            /** @description What the command does, in one or two sentences */
            consequence: string;
            /** @description What `consequence` says by codes, without the service and the environment */
            sentences?: components["schemas"]["Sentence"][];
            needsReason: boolean;
            destructive?: boolean;
        };
        /** @enum {string} */
        DecisionChoice: "continue" | "rollback" | "retry" | "fail";
        /**
         * @description How far `promote` takes a rollout. `next`: to its next stage. `full`: to all of the traffic, which skips the stages and their analysis.
         * @enum {string}
         */
        PromoteTo: "next" | "full";
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
            /** @description Unique for each press of a button */
            commandId: string;
            /** @description The step that the command is about. Without it, `approve` and `reject` are about the environment's rules while the deployment is queued, and later about the one step that waits for an approval. */
            stepId?: string;
            choice?: components["schemas"]["DecisionChoice"];
            to?: components["schemas"]["PromoteTo"];
            reason?: components["schemas"]["Reason"];
            /** @description The seq of the deployment as the person saw it */
            expectedSeq?: number;
            /** @description Required for `approve`: the `planHash` of the deployment as the person saw it */
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
            /** @description The version. Required for `deploy` unless there is an artifact. For `rollback`: the version to roll back to, if not the default. */
            versionId?: string;
            /** @description The artifact of the version, instead of versionId */
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
            /** @description Reject the request if the plan has changed since */
            planHash?: string;
        };
        Plan: {
            service: string;
            environment: components["schemas"]["Environment"];
            kind: components["schemas"]["DeploymentKind"];
            version?: components["schemas"]["Version"];
            baseline?: components["schemas"]["VersionSummary"];
            rollbackTarget?: components["schemas"]["VersionSummary"];
            /** @description What happens if the deployment fails */
            rollbackNote?: string;
            /** @description What `rollbackNote` says by codes */
            rollbackSentences?: components["schemas"]["Sentence"][];
            goldenPath: {
                name: string;
                title: string;
            };
            /** @description JSON Schema of the inputs */
            inputs?: components["schemas"]["JsonObject"];
            steps: components["schemas"]["PlannedStep"][];
            onFailure: components["schemas"]["OnFailure"];
            /** @description What follows once the deployment has succeeded. Absent if the version will not be watched. */
            watch?: components["schemas"]["PlannedWatch"];
            blockers: components["schemas"]["Blocker"][];
            warnings: string[];
            /** @description What each of `warnings` says by codes; empty for those of modules and about the configuration */
            warningSentences?: components["schemas"]["Sentence"][][];
            planHash: string;
            /** @description Whether the deployment would start immediately */
            canStart: boolean;
            /** @description Why the caller may not request the deployment. Absent if they may. */
            refusal?: {
                message: string;
                sentences: components["schemas"]["Sentence"][];
            };
            queue?: {
                /** @enum {string} */
                policy: "queue" | "supersede" | "refuse" | "replace";
                ahead: number;
            };
            diff?: components["schemas"]["VersionDiff"];
        };
        PlannedWatch: {
            /** @description How long the checks are measured after the deployment has succeeded */
            forMs: number;
            /**
             * @description What happens if a check fails for long enough. `rollback`: the version is rolled back. `ask`: the requester and the owner are notified. `incident`: an incident is opened.
             * @enum {string}
             */
            onBreach: "rollback" | "ask" | "incident";
        };
        Hold: {
            /** @description A person's words, or in English if Slipway placed it */
            reason: string;
            /** @description What `reason` says, if Slipway placed the hold. Absent for those that it placed before it knew codes. */
            sentences?: components["schemas"]["Sentence"][];
            by: string;
            /** Format: date-time */
            at: string;
            deploymentId?: string;
        };
        Drift: {
            /** @description Identifies the expected and the running version. Changes when either changes. */
            id: string;
            /** @description In English. `expected` and `observed` say it all. */
            message: string;
            /** @description Name of the version that should be running. Absent if nothing should. */
            expected?: string;
            /** @description Names of the versions that are running. Absent if nothing is. */
            observed?: string;
        };
        DriftItem: {
            service: components["schemas"]["ServiceSummary"];
            environment: components["schemas"]["Environment"];
            drift: components["schemas"]["Drift"];
            /**
             * Format: date-time
             * @description When the unexpected version started there. Absent if nothing is running.
             */
            since?: string;
            /**
             * Format: date-time
             * @description When the target reported it
             */
            observedAt: string;
            /** @description Another tool that also changes the service environment */
            managedBy?: string;
            /** @description Who changed the service environment last, if it was not Slipway */
            changedBy?: {
                name: string;
                /** Format: date-time */
                at?: string;
            };
            actions: {
                resolveDrift: boolean;
            };
        };
        /** @description Two environments and the services in them, those that are furthest behind first. */
        EnvironmentComparison: {
            from: components["schemas"]["Environment"];
            to: components["schemas"]["Environment"];
            items: components["schemas"]["ComparedService"][];
            /** @description The number of services that match, also of those beyond `limit` */
            totalItems: number;
        };
        ComparedService: {
            service: components["schemas"]["ServiceSummary"];
            /** @description What runs in the environment to promote from. Absent if nothing was deployed there. */
            from?: components["schemas"]["ComparedVersion"];
            /** @description What runs in the environment to promote to. Absent if nothing was deployed there. */
            to?: components["schemas"]["ComparedVersion"];
            /**
             * @description How the version in `to` relates to the one in `from`: the `same` artifact, `behind` it, or `ahead` of it. `not_deployed`: there is none in `to`. `nothing_to_promote`: there is none in `from`. `unknown`: they differ, and at least one of them is not registered.
             * @enum {string}
             */
            state: "same" | "behind" | "ahead" | "not_deployed" | "nothing_to_promote" | "unknown";
            /** @description The changes between both versions, with the 20 newest commits. Absent if they are the same or one is missing. */
            diff?: components["schemas"]["VersionDiff"];
            /** @description The number of commits between them */
            commitCount: number;
            /** @description What would prevent the promotion now */
            blockers: components["schemas"]["Blocker"][];
            actions: {
                /** @description Whether the caller can deploy the version in `from` to `to`, which is not the same version */
                promote: boolean;
            };
        };
        ComparedVersion: {
            version: components["schemas"]["VersionSummary"];
            /** Format: date-time */
            since: string;
            /** @description The deployment that brought it. Absent if a person adopted it. */
            deploymentId?: string;
            verification?: components["schemas"]["Verdict"];
            /** @description The hold on it. Nothing should be promoted from there until somebody lifts it. */
            hold?: components["schemas"]["Hold"];
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
                /** @description Whether its watch has not confirmed it */
                unconfirmed?: boolean;
            };
            /** @description The watch of the running version, or the breached one that the last rollback answered */
            watch?: components["schemas"]["Watch"];
            active?: components["schemas"]["DeploymentSummary"];
            queued: components["schemas"]["DeploymentSummary"][];
            last?: components["schemas"]["DeploymentSummary"];
            hold?: components["schemas"]["Hold"];
            drift?: components["schemas"]["Drift"];
            url?: string;
            health: {
                /** @enum {string} */
                status: "healthy" | "unhealthy" | "unknown" | "not_deployed";
                /** @description The reason for the status, in English. For measured values, with the value, the threshold, the sample size and the period. */
                message?: string;
                /** @description What `message` says, for translations */
                sentences?: components["schemas"]["Sentence"][];
                /**
                 * Format: date-time
                 * @description Since when instances have not responded, if that is the reason and the target says so
                 */
                since?: string;
                /** Format: date-time */
                at?: string;
                successRate?: number;
                p95Ms?: number;
                /** @description Sample size of successRate and p95Ms */
                requests?: number;
                /**
                 * Format: date-time
                 * @description Start of the period of successRate and p95Ms. They cover only the version in `current`, since it took over, for five minutes at most.
                 */
                from?: string;
            };
            /** @description Instances that exited or stopped responding and that the target restarted. Absent if there were none, or if the target does not count them. */
            restarts?: {
                /** @description Restarts since the instances were deployed */
                count: number;
                /** @description Whether an instance exits again and again, so that restarts do not help */
                crashLoop: boolean;
                /** @description The last few, newest first */
                events: {
                    /** Format: date-time */
                    at: string;
                    versionName: string;
                    /**
                     * @description `unresponsive`: the instance was running but did not respond, so the target stopped it
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
            /** @description What is wrong with what runs here, as last observed */
            problems?: components["schemas"]["Problem"][];
            /** @description Pages of other tools about what runs here: those that the target reports, then those configured for the environment */
            links?: components["schemas"]["Link"][];
            /** @description Another tool that also changes what runs here, e.g. `Helm release checkout` */
            managedBy?: string;
            /** @description Who changed it last, if it was not Slipway */
            changedBy?: {
                /** @description e.g. `kubectl-edit` */
                name: string;
                /** Format: date-time */
                at?: string;
            };
            /**
             * @description How it is known what runs here. `live`: the platform was asked. `recorded`: a pipeline reports what its last successful run put there, and nothing has looked since. Absent if nothing was observed.
             * @enum {string}
             */
            basis?: "live" | "recorded";
            /** @description How long the current version has been verified here, and the soak time that the next environment requires */
            soak?: {
                verifiedForMs: number;
                requiredMs: number;
            };
            /** @description The environments to which versions go from here, by their promotion rules, else by the order. Only those that the reader can see. */
            promotesTo?: string[];
            /** @description How far the current version is behind the current version of the environment before: the one that this one promotes from, else the previous one in the order. Absent if it is the same or newer, if nothing runs in one of them, or if the reader cannot see the other. Only in the overview of one service. */
            behind?: {
                /** @description Name of the other environment */
                environment: string;
                version: components["schemas"]["VersionSummary"];
                /** @description Whether the checks of the other version passed there */
                verified: boolean;
                /** @description Commits of the other version that the current one does not have */
                commits: number;
                /** @description First lines of the messages of the newest of these commits, newest first. Commits without a message are left out. */
                subjects: string[];
                /** @description Milliseconds between the creation of the two versions */
                ms: number;
            };
            /** @description Id of the deployment here that waits for an approval that the reader can give. Only in the overview of one service. */
            review?: string;
            /** @description What rolling back means here now. Only in the overview of one service, for callers with permission to roll back. */
            rollback?: components["schemas"]["EnvironmentRollback"];
            actions: {
                deploy: boolean;
                rollback: boolean;
                liftHold: boolean;
                /** @description Whether there is no hold, and the reader may place one */
                hold?: boolean;
                /** @description Whether there is drift that the reader may resolve. */
                resolveDrift?: boolean;
                /** @description Whether nothing was deployed here with Slipway, and the target can search for what is running. */
                connect?: boolean;
                restart: boolean;
                remove: boolean;
            };
        };
        WorkloadCandidate: {
            /** @description What it is, e.g. `Deployment checkout in namespace payments` */
            title: string;
            /** @description Why it was found */
            reason: string;
            /** @description The target settings that name it, without those that the service has anyway */
            settings: {
                [key: string]: unknown;
            };
            /** @description The versions that run there, with their share of traffic */
            traffic: {
                versionName: string;
                artifact: string;
                weight: number;
                instances: number;
                /** @description How many instances are ready */
                ready: number;
                /** Format: date-time */
                since?: string;
            }[];
            problems?: components["schemas"]["Problem"][];
            links?: components["schemas"]["Link"][];
            managedBy?: string;
            /** @description What a person must do before Slipway can deploy there. Empty if nothing is missing. */
            missing: {
                code: string;
                message: string;
                /** @description Lines to copy that provide it */
                remedy?: {
                    /** @enum {string} */
                    language: "sh" | "yaml";
                    text: string;
                };
            }[];
        };
        EnvironmentRollback: {
            /**
             * @description `start`: create a deployment of kind rollback. `command`: a running deployment has changed the environment; send it the command rollback. `none`: there is nothing to roll back to, or a rollback is already running.
             * @enum {string}
             */
            how: "start" | "command" | "none";
            /** @description Why there is nothing to roll back, or what else happens, in a sentence or two */
            message?: string;
            /** @description What `message` says by codes */
            sentences?: components["schemas"]["Sentence"][];
            /** @description For `command`: the deployment to send the command to */
            deploymentId?: string;
            target?: components["schemas"]["VersionSummary"];
            /** @description Versions that ran here before, newest first, without the running one */
            versions: components["schemas"]["RollbackVersion"][];
        };
        RollbackVersion: {
            version: components["schemas"]["VersionSummary"];
            eligible: boolean;
            /** @description Whether it is newer than the running version. Absent if it is older, or if that is unknown. */
            isNewer?: boolean;
            /** @description Why it is not eligible */
            refusal?: string;
            /** @description What `refusal` says by a code */
            refusalSentence?: components["schemas"]["Sentence"];
            /**
             * Format: date-time
             * @description When it was last deployed here
             */
            at?: string;
            /** @description Who deployed it */
            by?: string;
            /** @description The deployment that last deployed it */
            deploymentId?: string;
            verification?: components["schemas"]["Verdict"];
            /** @description The rollback that reverted it */
            revertedBy?: string;
            /**
             * @description The state of the watch of its last deployment. Confirmed versions are preferred. Absent if it had none.
             * @enum {string}
             */
            watch?: "watching" | "confirmed" | "breached" | "ended";
        };
        ServiceSummary: {
            entityRef: string;
            name: string;
            title?: string;
            /** @description Entity ref of the first owner */
            owner?: string;
            system?: string;
        };
        ServiceOverview: {
            service: components["schemas"]["ServiceSummary"];
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
            /** @description Describes the event */
            message: string;
            /** @description What `message` says by codes, without the service and the environment. If `data` has blockers, they are the last ones. */
            sentences?: components["schemas"]["Sentence"][];
            data?: components["schemas"]["JsonObject"];
        };
        Measurement: {
            seq: number;
            stepId: string;
            check: string;
            /** Format: date-time */
            at: string;
            value?: number;
            /** @description What was measured, if it is not a number */
            text?: string;
            unit?: string;
            /** @description Sample size of the value */
            samples?: number;
            /** @description The previous version's value in the same period and unit, for comparison only. Absent if it wasn't measured or had no data. */
            baseline?: {
                value: number;
                /** @description Sample size of the value */
                samples?: number;
            };
            measurementTarget?: string;
            /** @enum {string} */
            outcome: "passed" | "failed" | "error" | "no_data" | "warming_up";
            message?: string;
            /** @description What `message` says by codes, if the message is Slipway's own */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description What an analysis says about an attempt of a step, by all looks of the attempt. */
        StepAnalysis: {
            /** @description Name of the analysis */
            name: string;
            title: string;
            /** @description The last attempt of the step, from 1 */
            attempt: number;
            /**
             * Format: date-time
             * @description When the attempt started
             */
            startedAt: string;
            /** @description Length of a look */
            everyMs: number;
            /** @description How long to wait for a verdict at one share of the traffic, unless only a person ends the stage */
            maxMs: number;
            /**
             * @description What happens without a verdict in that time. `hold`: a person decides.
             * @enum {string}
             */
            onInconclusive: "hold" | "promote" | "rollback";
            /** @description How many looks were taken */
            looks: number;
            /**
             * Format: date-time
             * @description When the next look ends. Absent if there will be none.
             */
            nextLookAt?: string;
            /** @description The candidate's share of the traffic in this attempt, oldest first */
            weights: {
                /** Format: date-time */
                at: string;
                /** @description Percent */
                weight: number;
            }[];
            /** @description Absent if retention has removed the looks. */
            verdict?: components["schemas"]["AnalysisVerdict"];
            /** @description In the order of app-config; empty if retention has removed the looks */
            metrics: components["schemas"]["AnalysisMetric"][];
            /**
             * Format: date-time
             * @description When retention removed the looks. Absent if it removed none.
             */
            removedAt?: string;
        };
        /**
         * @description `advance`: the candidate may get more traffic. `continue`: more data are needed. `hold`: a person decides.
         * @enum {string}
         */
        AnalysisDecision: "rollback" | "hold" | "continue" | "advance";
        /** @enum {string} */
        AnalysisReason: "hard_limit" | "critical_harm" | "group_below_minimum" | "score_below_marginal" | "score_below_pass" | "time_is_up" | "needs_data" | "no_sign_of_harm" | "passed";
        AnalysisVerdict: {
            decision: components["schemas"]["AnalysisDecision"];
            reason: components["schemas"]["AnalysisReason"];
            /** @description The decision and why, in one sentence with figures */
            sentence: string;
            /** @description What `sentence` says by codes, for translations */
            sentences?: components["schemas"]["Sentence"][];
            /** @description 0 to 100 */
            score: number;
            /** @description From this score on, the rollout continues */
            pass: number;
            /** @description From this score on, a person decides; below it the candidate is rolled back */
            marginal: number;
            /** @description The parts of the score */
            groups: {
                name: string;
                /** @description The percentage of its metrics without harm, 0 to 100 */
                score: number;
                /** @description Only the ratio to other weights matters */
                weight: number;
                /** @description Below this score, 0 to 100, the candidate is rolled back */
                minimum: number;
            }[];
            /** @description Names of the metrics that are the reason, if some are */
            metrics: string[];
            /** @description Whether only the promotion to all traffic is left */
            lastStage: boolean;
        };
        /** @description What is known about a metric. Effects are relative; 0.1 means that the candidate is 10 % above the baseline. */
        AnalysisMetric: {
            name: string;
            title: string;
            group: string;
            /** @enum {string} */
            kind: "latency" | "quantile" | "gauge" | "amount" | "count";
            /**
             * @description The unit of the values. Absent for a share and if only the source knows it.
             * @enum {string}
             */
            unit?: "ms";
            /** @description For `quantile`, between 0 and 1 */
            quantile?: number;
            /** @enum {string} */
            bad: "increase" | "decrease" | "either";
            critical: boolean;
            /** @description The smallest relative effect that matters */
            minimumEffect: number;
            /** @description For `count`: the smallest difference of the shares that matters, in addition */
            minimumDifference?: number;
            /** @enum {string} */
            verdict: "harm" | "pass" | "inconclusive" | "no_data";
            /** @description Absent without a complete block */
            effect?: number;
            /** @description Contains the effect with 95 % probability, at all looks together. An absent end is unbounded. */
            interval: {
                low?: number;
                high?: number;
            };
            /** @description If the versions are identical, it ever reaches x with a probability of at most 1/x */
            evidence: number;
            /** @description The evidence that is harm */
            evidenceNeeded: number;
            /** @description Requests, or values of a gauge */
            samples: {
                candidate: number;
                baseline: number;
            };
            /** @description What each version needs before there is a verdict */
            minSamples: number;
            /** @description Comparisons of both versions so far */
            blocks: number;
            /** @description Comparisons at the present share of the traffic */
            stageBlocks: number;
            /** @description How many of them a verdict needs to count at this share of the traffic */
            stageBlocksNeeded: number;
            /** @description Whether it passed because fewer requests have an event than `minimumDifference`. The relative interval says little then. */
            passedAsRare: boolean;
            /** @description Roughly how many more blocks a verdict needs if the versions are identical. Absent if unknown, or if none. */
            blocksNeeded?: number;
            /** @description How much worse the candidate may be by the data so far, as a relative effect. Absent if unbounded. */
            largestHarmNotExcluded?: number;
            /** @description The limit of the candidate's own value */
            hardLimit?: {
                atMost: number;
                minSamples: number;
                /** @description How many looks in a row must exceed it */
                looks: number;
            };
            /** @description Whether the candidate exceeded the limit */
            aboveHardLimit: boolean;
            /** @description What was last compared with the limit, over as many looks as it takes to get enough samples. Absent before that, and without a limit. */
            limitCheck?: {
                candidate: components["schemas"]["LimitValue"];
                baseline?: components["schemas"]["LimitValue"];
            };
            /** @description Why the last look has no value, if it has none */
            message?: string;
            /** @description Values over time, oldest first; of long analyses, each point covers several looks. The value is the share for `count`, the geometric mean for `latency`, the quantile for `quantile`, the amount per request for `amount`, and the level for `gauge`. */
            series: {
                /**
                 * Format: date-time
                 * @description End of the last look
                 */
                at: string;
                /** @description Percent of traffic on the candidate */
                weight: number;
                candidate?: number;
                baseline?: number;
                /** @description How many samples each value is based on; 0 without a value */
                samples?: {
                    candidate: number;
                    baseline: number;
                };
            }[];
        };
        LimitValue: {
            /** @description The level, or the share of events */
            value: number;
            /** @description Only for a share */
            events?: number;
            /** @description Requests, only for a share */
            total?: number;
        };
        AnalysisReplay: {
            /** @description Name of the analysis */
            name: string;
            title: string;
            items: components["schemas"]["ReplayedAnalysis"][];
        };
        ReplayedAnalysis: {
            deployment: components["schemas"]["DeploymentSummary"];
            stepId: string;
            attempt: number;
            looks: number;
            /** @description What the analysis said in that deployment */
            then: components["schemas"]["ReplayedVerdict"];
            /** @description What it would say as it is configured now */
            now: components["schemas"]["ReplayedVerdict"];
            /** @description Titles of the metrics of today's configuration that were not measured then. They have no data in the replay. */
            missingMetrics: string[];
        };
        /** @description The first verdict that rolls back or asks a person; if there is none, the last verdict. */
        ReplayedVerdict: {
            /**
             * Format: date-time
             * @description End of the look that led to it
             */
            at: string;
            /** @description How many looks led to it */
            looks: number;
            verdict: components["schemas"]["AnalysisVerdict"];
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
            /** @description Why the status is not `ok`, worst first. Empty if it is `ok`. */
            reasons: components["schemas"]["EngineHealthReason"][];
            /** @description How wake-ups reach the replicas */
            queue: string;
            /** @description How writes to the database succeed on the replica that responds. It writes every few seconds, so a success long ago also means a failure. */
            writes?: {
                /** Format: date-time */
                lastSucceededAt?: string;
                /** Format: date-time */
                lastFailedAt?: string;
                /** @description The database's error for the last write that failed */
                lastError?: string;
            };
            figures?: components["schemas"]["EngineFigures"];
        };
        EngineHealthReason: {
            /** @enum {string} */
            kind: "database_unreachable" | "writes_failing" | "writes_failed" | "work_not_picked_up" | "no_replica" | "outbox_stuck" | "audit_stuck" | "outbox_failing" | "polling";
            /**
             * @description The status that this reason causes
             * @enum {string}
             */
            level: "degraded" | "stalled";
            /** @description What is wrong and what to do */
            message: string;
            /** @description What `message` says by codes */
            sentences?: components["schemas"]["Sentence"][];
        };
        /** @description Counts from the database, the same on every replica */
        EngineFigures: {
            /** @description The number of deployments that are queued or own an environment */
            deployments: {
                queued: number;
                running: number;
                waiting: number;
                rolling_back: number;
            };
            /** @description Deployments that have waited for a person for more than half of the time until the deadline, or whose outcome is unknown */
            late: number;
            /** @description Deployments with due work that no replica has claimed */
            dueWork: number;
            oldestDueMs: number;
            /** @description Messages that are not delivered yet */
            outbox: number;
            outboxOldestMs: number;
            /** @description Audit entries that are not in the hash chain yet */
            unsealed: number;
            /** @description Age of the oldest of these audit entries */
            sealLagMs: number;
            /** @description Replicas that are alive */
            replicas: number;
        };
        EngineView: {
            /** Format: date-time */
            at: string;
            health: components["schemas"]["EngineHealth"];
            replicas: components["schemas"]["EngineReplica"][];
            /** @description Deployments in progress, longest first */
            running: components["schemas"]["EngineRun"][];
            /** @description Deployments that are queued or wait for a person, longest first */
            waits: components["schemas"]["EngineWait"][];
            /** @description Deployments that cannot, or may not, continue without help */
            stuck: components["schemas"]["EngineStuck"][];
            /** @description Deployments in these lists that the caller may not read */
            hidden: number;
        };
        EngineReplica: {
            /** @description Identifies the process until it ends */
            id: string;
            host: string;
            pid: number;
            /** @description Version of the plugin */
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
            /** @description The number of its last event, to send as expectedSeq in commands */
            seq: number;
        };
        EngineRun: {
            deployment: components["schemas"]["EngineDeployment"];
            /** @description Titles of the active steps */
            steps: string[];
            /** Format: date-time */
            since: string;
            /** @description The replica that runs the deployment. Absent while none has claimed it. */
            owner?: string;
            /** Format: date-time */
            leaseUntil?: string;
            /**
             * Format: date-time
             * @description When a replica claims it next
             */
            wakeAt?: string;
        };
        EngineWait: {
            deployment: components["schemas"]["EngineDeployment"];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            decideBy?: string;
            /** @description Whether `late` in the figures counts it */
            late: boolean;
            blockers: components["schemas"]["Blocker"][];
        };
        EngineStuck: {
            deployment: components["schemas"]["EngineDeployment"];
            /** @enum {string} */
            kind: "not_picked_up" | "owner_dead" | "lease_expired" | "newer_reducer" | "no_wake_up" | "no_deadline" | "overdue_step" | "unknown_outcome" | "environment_not_locked" | "environment_locked_after_end";
            /** Format: date-time */
            since?: string;
            cause: string;
            /** @description What `cause` says by codes */
            causeSentences?: components["schemas"]["Sentence"][];
            /** @description What to do */
            remedy: string;
            /** @description What `remedy` says by codes */
            remedySentences?: components["schemas"]["Sentence"][];
            /** @description What the caller can do about it here */
            commands: components["schemas"]["AllowedCommand"][];
        };
        /** @enum {string} */
        DoraInterval: "day" | "week" | "month";
        /** @enum {string} */
        DoraMetricName: "deployment-frequency" | "change-lead-time" | "change-fail-rate" | "recovery-time" | "rework-rate";
        /** @enum {string} */
        LinkRole: "caused" | "fixed";
        DoraMetrics: {
            /**
             * Format: date-time
             * @description Start of the window
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the window, exclusive; may be in the future
             */
            to: string;
            /**
             * Format: date-time
             * @description The current time, if the window is not over
             */
            elapsedTo?: string;
            /** @description The preceding period of equal elapsed time, which the cards are compared with */
            previous: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            };
            interval: components["schemas"]["DoraInterval"];
            timeZone: string;
            tier: components["schemas"]["EnvironmentTier"];
            /** @enum {string} */
            ownership: "then" | "today";
            bandsYear: number;
            /**
             * Format: date-time
             * @description The time up to which records are included
             */
            asOf: string;
            /** @description Number of services that the caller may not read; they are not included */
            hiddenServices: number;
            /** @description Whether some rows are demo data */
            demo: boolean;
            cards: components["schemas"]["DoraCard"][];
            trend: components["schemas"]["DoraPeriod"][];
        };
        /** @enum {string} */
        DoraUnit: "per-day" | "milliseconds" | "ratio";
        DoraCard: {
            metric: components["schemas"]["DoraMetricName"];
            unit: components["schemas"]["DoraUnit"];
            /** @description Absent: not enough data */
            value?: number;
            p75?: number;
            p90?: number;
            /** @description Sample size: number of deployments, commits or recovery periods */
            n: number;
            /** @description Numerator of a ratio whose denominator is `n` */
            numerator?: number;
            /** @description Only for deployment frequency */
            deploymentDaysPerWeek?: number;
            /** @description Only for recovery time: number of periods that are still open; they are not part of the median */
            open?: number;
            /** @description Only for change lead time: medians of its parts, where the data allows it */
            breakdown?: {
                coding?: components["schemas"]["DoraPart"];
                review?: components["schemas"]["DoraPart"];
                waiting?: components["schemas"]["DoraPart"];
                deploying?: components["schemas"]["DoraPart"];
            };
            excluded: components["schemas"]["DoraReasonCount"][];
            /** @description Number of counted deployments that an incident may still be attributed to */
            settling: number;
            /** @description Value of the previous period; absent: not enough data */
            previous?: number;
            previousN?: number;
            /** @description From app-config */
            target?: number;
            band?: components["schemas"]["DoraBand"];
            warnings: string[];
            /** @description What each of `warnings` says by a code. Absent if there are none. */
            warningSentences?: components["schemas"]["Sentence"][];
        };
        DoraPart: {
            /** @description Median in milliseconds */
            value?: number;
            n: number;
        };
        DoraReasonCount: {
            reason: components["schemas"]["DoraReason"];
            count: number;
        };
        /**
         * @description Why a row is excluded; docs/reference/delivery-metrics.md explains each reason
         * @enum {string}
         */
        DoraReason: "not-successful" | "rollback" | "restart" | "removal" | "first-deployment" | "same-version" | "missing-author-time" | "negative-time" | "no-commits" | "still-open" | "never-took-traffic" | "merge-commit";
        DoraBand: {
            /** @description The performance levels whose range in the report includes the value; several if the report gives them the same range */
            names: components["schemas"]["DoraLevel"][];
            year: number;
            /** @description URL of the report */
            source: string;
        };
        /** @enum {string} */
        DoraLevel: "elite" | "high" | "medium" | "low";
        DoraPeriod: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description First day of the period in its time zone */
            label?: string;
            /** @description Whether it is not over yet, or cut by the window */
            partial: boolean;
            values: components["schemas"]["DoraPeriodValue"][];
        };
        DoraPeriodValue: {
            metric: components["schemas"]["DoraMetricName"];
            /** @description Absent: no data, shown as a gap. For deployment frequency: number of deployments in the period */
            value?: number;
            p75?: number;
            p90?: number;
            n: number;
            numerator?: number;
        };
        DoraRows: {
            metric: components["schemas"]["DoraMetricName"];
            items: components["schemas"]["DoraRow"][];
            totals: {
                counted: number;
                excluded: number;
            };
            nextCursor?: string;
        };
        DoraRow: {
            /** @enum {string} */
            type: "deployment" | "change" | "recovery";
            /** @description Id of the deployment, commit or recovery period */
            id: string;
            service: string;
            environment?: string;
            /**
             * Format: date-time
             * @description The time that decides which window the row belongs to
             */
            at: string;
            /** @description Whether it is part of the sample */
            counted: boolean;
            /** @description Only for ratios: whether it is in the numerator */
            hit?: boolean;
            reason?: components["schemas"]["DoraReason"];
            /** @description One sentence that says why it counted, was in the numerator, or was excluded */
            why?: string;
            /** @description What `why` says by codes */
            whySentence?: components["schemas"]["Sentence"];
            /** @description Milliseconds; only for times */
            value?: number;
            settling: boolean;
            /** @description Whether the same version was deployed there before */
            repeated?: boolean;
            title?: string;
            url?: string;
            version?: string;
            /** @enum {string} */
            kind?: "deploy" | "rollback" | "restart" | "remove";
            hotfix?: boolean;
            /** @enum {string} */
            outcome?: "succeeded" | "failed" | "rolled_back" | "rollback_failed";
            /** @description Id of the deployment; one of the portal's own if `source` is `portal` */
            deployment?: string;
            source?: string;
            ownerGroup?: string;
            system?: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** Format: date-time */
            authoredAt?: string;
            /** @description The newest 20 */
            incidents?: components["schemas"]["DoraLinkedIncident"][];
            /** @description Total number of incidents; only present if `incidents` does not contain all */
            incidentCount?: number;
            demo: boolean;
        };
        DoraLinkedIncident: {
            id: string;
            title: string;
            url?: string;
            role: components["schemas"]["LinkRole"];
            origin: components["schemas"]["LinkOrigin"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            resolvedAt?: string;
        };
        /** @enum {string} */
        LinkOrigin: "explicit" | "inferred" | "person";
        DoraQuality: {
            excluded: {
                metric: components["schemas"]["DoraMetricName"];
                reason: components["schemas"]["DoraReason"];
                count: number;
            }[];
            /** @description Number of events that match no service of the catalog */
            unmappedEvents: number;
            /** @description Names of deployed services, such as repositories, that match no service of the catalog; those with the most events first. Empty without the permission deployments.dora.manage */
            unmappedServices: {
                source: string;
                service: string;
                events: number;
            }[];
            /** @description Environments whose tier neither their source nor app-config defines, so that they count as `other`; those with the most deployments first */
            environmentsWithoutTier: {
                environment: string;
                deployments: number;
            }[];
            rejectedEvents: number;
            /** @description Number of services without any reported incident */
            servicesWithoutIncidents: string[];
            /** @description Number of services of the selection that have deployments */
            services: number;
            /** @description Number of commits with an author time after their deployment */
            negativeTimes: number;
            /** @description Number of events that contained a future time when they arrived */
            clockSkewEvents: number;
            links: number;
            inferredLinks: number;
            /** @description Number of incidents without a linked deployment */
            unlinkedIncidents: number;
            /** @description The newest 20 */
            newestUnlinked: {
                id: string;
                service: string;
                title: string;
                /** Format: date-time */
                startedAt: string;
            }[];
        };
        DoraSelection: {
            owners: string[];
            systems: string[];
            services: string[];
            timeZone: string;
            timeZones: string[];
            defaultWindowDays: number;
            bands: number[];
            hasDemoData: boolean;
        };
        Incident: {
            id: string;
            /** @description `portal`, or the name of a source */
            source: string;
            service: string;
            title: string;
            url?: string;
            /** @description The affected environment, if its source reports it */
            environment?: string;
            /** @description Absent: not reported, which counts as production */
            tier?: components["schemas"]["EnvironmentTier"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            resolvedAt?: string;
            openedBy?: string;
            resolvedBy?: string;
            demo: boolean;
            links: {
                deployment: string;
                role: components["schemas"]["LinkRole"];
                origin: components["schemas"]["LinkOrigin"];
                by?: string;
                version?: string;
                environment?: string;
                /** Format: date-time */
                finishedAt?: string;
            }[];
        };
        IngestRequest: {
            /** @description Name of the pipeline or tool; part of the identity of its records */
            source: string;
            /**
             * @description Returns the outcome of each event without storing anything
             * @default false
             */
            dryRun: boolean;
            events: unknown[];
        };
        DeploymentEventIn: {
            /** @description Id of the event, unique within the source. An event that is sent twice with the same id counts once */
            id: string;
            /** @enum {string} */
            type: "deployment";
            /** @description The source's id of the deployment; absent: the id of the event. Of several events of a deployment the latest one wins */
            deployment?: string;
            /**
             * Format: date-time
             * @description When the source reported it; the latest event of a deployment wins. Absent: finishedAt
             */
            occurredAt?: string;
            /** @description Entity ref, or a name that the annotation slipway/dora-name maps to a service */
            service: string;
            /** @description The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too */
            serviceId?: string;
            environment: string;
            /** @description Absent: the tier of the environment of this name in app-config, else defaultTier */
            tier?: components["schemas"]["EnvironmentTier"];
            /** @description Used if neither `tier` nor app-config defines the tier. Absent: `other` */
            defaultTier?: components["schemas"]["EnvironmentTier"];
            /**
             * @default deploy
             * @enum {string}
             */
            kind: "deploy" | "rollback" | "restart" | "remove";
            /** @default false */
            hotfix: boolean;
            version: string;
            /** @description Absent: the version */
            artifact?: string;
            /** @enum {string} */
            outcome: "succeeded" | "failed" | "rolled_back" | "rollback_failed";
            /** Format: date-time */
            startedAt?: string;
            /**
             * Format: date-time
             * @description Absent: finishedAt, if the deployment succeeded
             */
            trafficAt?: string;
            /** Format: date-time */
            finishedAt: string;
            /** Format: date-time */
            restoredAt?: string;
            /** @description The source's id of the deployment that this one reverts */
            reverts?: string;
            /** @description Commits that are new in this version. Absent: unknown */
            commits?: string[];
            /** @description Head commit of the version, which contains all changes that were merged before it and not deployed yet */
            commit?: string;
            url?: string;
            /** @description Entity ref of the owner at that time; absent: the owner when the event arrives */
            ownerGroup?: string;
            /** @description Entity ref of the system at that time; absent: the system when the event arrives */
            system?: string;
            demo?: components["schemas"]["DemoFlag"];
        };
        /** @description One status of a deployment, for sources that report each status as it happens. The outcome, start, traffic and end of the deployment are derived from all its statuses */
        DeploymentStatusEventIn: {
            id: string;
            /** @enum {string} */
            type: "deploymentStatus";
            /** @description The source's id of the deployment */
            deployment: string;
            /**
             * @description The deployment starts when it is first `in_progress` after it was last `waiting`. The last of `succeeded` and `failed` is its outcome. `inactive`: another deployment replaced it
             * @enum {string}
             */
            state: "queued" | "waiting" | "in_progress" | "succeeded" | "failed" | "inactive";
            /**
             * Format: date-time
             * @description When the deployment entered this state
             */
            at: string;
            /** @description Number that orders statuses of the same moment as the source does */
            sequence?: string;
            /**
             * Format: date-time
             * @description When the deployment was requested; used as its start if no status contains it
             */
            createdAt?: string;
            service: string;
            /** @description The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too */
            serviceId?: string;
            environment: string;
            tier?: components["schemas"]["EnvironmentTier"];
            defaultTier?: components["schemas"]["EnvironmentTier"];
            /**
             * @default deploy
             * @enum {string}
             */
            kind: "deploy" | "rollback" | "restart" | "remove";
            /** @default false */
            hotfix: boolean;
            version: string;
            /** @description Absent: the version */
            artifact?: string;
            commit?: string;
            url?: string;
            demo?: components["schemas"]["DemoFlag"];
        };
        ChangeEventIn: {
            id: string;
            /** @enum {string} */
            type: "change";
            /** Format: date-time */
            occurredAt?: string;
            service: string;
            /** @description The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too */
            serviceId?: string;
            commit: string;
            title?: string;
            url?: string;
            /** Format: date-time */
            authoredAt?: string;
            /** Format: date-time */
            openedAt?: string;
            /** Format: date-time */
            approvedAt?: string;
            /** Format: date-time */
            mergedAt?: string;
            /**
             * @description Whether it only merges other commits
             * @default false
             */
            isMerge: boolean;
            demo?: components["schemas"]["DemoFlag"];
        };
        IncidentEventIn: {
            id: string;
            /** @enum {string} */
            type: "incident";
            /** Format: date-time */
            occurredAt?: string;
            /** @description Optional for the end of a known incident, which is found by `incident` */
            service?: string;
            /** @description The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too */
            serviceId?: string;
            /** @description The source's id of the incident */
            incident: string;
            /** @description Id of the alert, if `incident` names one of its notifications. Notifications of an alert that overlap, or whose end has a different start than their beginning, are merged into one incident */
            alert?: string;
            title?: string;
            url?: string;
            /** @description The affected environment. The incident is attributed to a deployment to the environment of this name or, if there is none, to one of its tier */
            environment?: string;
            /** @description Absent: the tier of the environment of this name in app-config, else `production` */
            tier?: components["schemas"]["EnvironmentTier"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            resolvedAt?: string;
            /** @description The source's ids of deployments, or `portal:` followed by the id of a deployment by the portal */
            causedBy?: string[];
            /** @description Same format as `causedBy` */
            fixedBy?: string[];
            demo?: components["schemas"]["DemoFlag"];
        };
        /**
         * @description Whether it is demo data, which shows how the page looks and is marked wherever it appears
         * @default false
         */
        DemoFlag: boolean;
        IngestResponse: {
            accepted: number;
            repeated: number;
            unmapped: number;
            rejected: number;
            results: {
                id?: string;
                status: components["schemas"]["IngestStatus"];
                reason?: string;
            }[];
        };
        /** @enum {string} */
        IngestStatus: "accepted" | "repeated" | "unmapped" | "rejected";
        /** @enum {string} */
        DeadStatus: "rejected" | "unmapped";
        IngestedEvents: {
            items: components["schemas"]["IngestedEvent"][];
            /** @description Number of matching events on all pages */
            total: number;
            /** @description Sources with dead letters and their numbers, independent of the filter */
            sources: {
                source: string;
                rejected: number;
                unmapped: number;
            }[];
            nextCursor?: string;
        };
        IngestedEvent: {
            /** @description Id of this record */
            event: string;
            source: string;
            /** @description The source's id of the event, if it has one */
            id?: string;
            type?: string;
            status: components["schemas"]["IngestStatus"];
            reason?: string;
            /** @description Entity ref, or the source's name for the service if it was readable */
            service?: string;
            /** Format: date-time */
            occurredAt?: string;
            /** Format: date-time */
            receivedAt: string;
            /** @description Whether it contained a future time when it arrived */
            skewed?: boolean;
            /** @description The event as received, with probable secrets removed, cut at 16 kB; empty once it is accepted */
            body: string;
            /** @description Whether the body was cut */
            bodyCut?: boolean;
        };
        /** @description Either `events` or `match` */
        ReplayRequest: {
            /** @description Ids of ingested events */
            events?: string[];
            /** @description The filters of the list; an empty object matches all dead letters */
            match?: {
                status?: components["schemas"]["DeadStatus"];
                source?: string;
                text?: string;
                skewed?: boolean;
                /** Format: date-time */
                since?: string;
                /** Format: date-time */
                until?: string;
            };
            /** @description Only with `match`: `nextCursor` of the previous response */
            cursor?: string;
        };
        ReplayResponse: {
            results: {
                event: string;
                source: string;
                id?: string;
                status: components["schemas"]["IngestStatus"];
                reason?: string;
            }[];
            nextCursor?: string;
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
        /** @description The request is not valid. The message names the field. */
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
        /** @description The token is missing or not valid */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller lacks a permission, which the message names, or only a person can do this */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "name": "NotAllowedError",
                 *         "message": "You don't have permission to create deployments for component:default/checkout in production. Ask your portal operators for the permission deployments.deployment.create."
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The resource does not exist, or the caller may not see it */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The current state does not allow it. The message says why. */
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
        /** @description The caller has reached the limit of open event streams */
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
        /** @description Name of an environment from app-config */
        EnvironmentName: string;
        /** @description Id of a deployment */
        DeploymentId: string;
        /** @description The most items per page */
        Limit: number;
        /** @description The nextCursor of the previous page */
        Cursor: string;
        /** @description Entity ref of a group */
        Owner: string;
        /** @description Entity ref of a system */
        System: string;
        /** @description Entity ref of a service */
        Service: string;
        /** @description Tier of the environments to include */
        Tier: components["schemas"]["EnvironmentTier"];
        /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. The maximum length is 731 days */
        From: string;
        /** @description Last day of the window, inclusive; absent: today */
        To: string;
        /** @description Length of a period of the trend; absent: depends on the length of the window */
        Interval: components["schemas"]["DoraInterval"];
        /** @description IANA name; absent: the time zone of app-config */
        TimeZone: string;
        /** @description `then`: owners and systems at the time of each deployment; `today`: current owners and systems */
        Ownership: "then" | "today";
        /** @description Year of the report that defines the bands; absent: the newest */
        BandsYear: 2019 | 2021 | 2023 | 2024;
        /** @description Name of the metric */
        Metric: components["schemas"]["DoraMetricName"];
        /** @description Id of an incident */
        IncidentId: string;
        /** @description Id of an ingested event */
        IngestedEventId: string;
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
                /** @description The most items per page */
                limit?: components["parameters"]["Limit"];
                /** @description The nextCursor of the previous page */
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
                /** @description The environment to choose a version for. Adds `outcomes`, `blockers`, `neverDeployed`, `caution` and `sinceRunning` to each version, and the `proposal` to the first page without `q`. */
                environment?: string;
                /** @description The most items per page */
                limit?: components["parameters"]["Limit"];
                /** @description The nextCursor of the previous page */
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
                        proposal?: components["schemas"]["VersionProposal"];
                        /** @description Version sources that failed, and why. */
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
            /** @description The artifact was already registered */
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
                /** @description Why the version may be deployed after all. The audit trail records it. */
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
                /** @description Name of an environment from app-config */
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
                /** @description Name of an environment from app-config */
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
                /** @description Name of an environment from app-config */
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
                    /** @description The `id` of the drift that the caller saw */
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
    discoverWorkloads: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Entity ref, URL-encoded */
                ref: components["parameters"]["ServiceRef"];
                /** @description Name of an environment from app-config */
                environment: components["parameters"]["EnvironmentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found, most likely first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WorkloadCandidate"][];
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
    listDrift: {
        parameters: {
            query?: {
                /** @description Entity ref of the owner. Repeat it for several owners. */
                owner?: string[];
                environment?: string;
                /** @description `true`: only where Slipway has deployed before; `false`: only where it never has */
                deployed?: boolean;
                /** @description The most items per page */
                limit?: components["parameters"]["Limit"];
                /** @description The nextCursor of the previous page */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Service environments with drift */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DriftItem"][];
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
    compareEnvironments: {
        parameters: {
            query: {
                /** @description Name of the environment to promote from */
                from: string;
                /** @description Name of the environment to promote to */
                to: string;
                /** @description Part of a name or title */
                q?: string;
                /** @description Entity ref. Repeat it for several services. */
                service?: string[];
                /** @description Entity ref of the owner. Repeat it for several owners. */
                owner?: string[];
                /** @description Entity ref of the system */
                system?: string;
                /** @description The most services to compare, by name */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentComparison"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
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
                /** @description Ids of deployments. Repeat it for several. */
                id?: string[];
                /** @description Entity ref */
                service?: string;
                /** @description Name of an environment */
                environment?: string;
                /** @description One or more statuses */
                status?: components["schemas"]["DeploymentStatus"][];
                /** @description Only deployments of this kind */
                kind?: components["schemas"]["DeploymentKind"];
                /** @description Entity ref of a user */
                requestedBy?: string;
                /** @description `me`: only deployments that wait for a decision that you can make now. These are approvals that would count, and, in services that you own or where app-config says to ask you, open decisions, paused deployments, and holds and drift that block a queued deployment. A page can be shorter than `limit` although there are more. Only for users. */
                awaiting?: "me";
                /** @description Not before this time */
                since?: string;
                /** @description Before this time */
                until?: string;
                /** @description The most items per page */
                limit?: components["parameters"]["Limit"];
                /** @description The nextCursor of the previous page */
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
                /** @description Unique for each intended deployment, e.g. the id of a CI run. If the same caller repeats a request with the same key and body, the response is the deployment that the first request created. With another body, the response is 409. */
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
            /** @description The deployment that an earlier request with this key created */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            /** @description Requested. `blockers` of a queued deployment may still be empty: they are evaluated after the response, so read them with GET /deployments/{id}. */
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
                /** @description Id of the last message that the client received. For the stream only. */
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
                /** @description Only of this step; `watch/checks` for those of its watch, which are not listed otherwise */
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
                         * @description When retention removed the measurements. Absent if it removed none.
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
    getStepAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a deployment */
                id: components["parameters"]["DeploymentId"];
                /** @description Id of a step in the golden path */
                stepId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The analysis */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnalysis"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    replayAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of an analysis from app-config */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replayed deployments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisReplay"];
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
                        /** @description Whether a step wrote more lines than are stored. A line in the log says where it was cut. */
                        truncated: boolean;
                        /**
                         * Format: date-time
                         * @description When retention removed the log. Absent if it removed nothing.
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
    endWatch: {
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
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
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
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
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
                /** @description The commandId that was sent */
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
                /** @description The most items per page */
                limit?: components["parameters"]["Limit"];
                /** @description The nextCursor of the previous page */
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
            /** @description `stalled`: due work is not done */
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
    getDoraMetrics: {
        parameters: {
            query?: {
                /** @description Entity ref of a group */
                owner?: components["parameters"]["Owner"];
                /** @description Entity ref of a system */
                system?: components["parameters"]["System"];
                /** @description Entity ref of a service */
                service?: components["parameters"]["Service"];
                /** @description Tier of the environments to include */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. The maximum length is 731 days */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description Length of a period of the trend; absent: depends on the length of the window */
                interval?: components["parameters"]["Interval"];
                /** @description IANA name; absent: the time zone of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description `then`: owners and systems at the time of each deployment; `today`: current owners and systems */
                ownership?: components["parameters"]["Ownership"];
                /** @description Year of the report that defines the bands; absent: the newest */
                bands?: components["parameters"]["BandsYear"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoraMetrics"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    listDoraRows: {
        parameters: {
            query?: {
                /** @description Entity ref of a group */
                owner?: components["parameters"]["Owner"];
                /** @description Entity ref of a system */
                system?: components["parameters"]["System"];
                /** @description Entity ref of a service */
                service?: components["parameters"]["Service"];
                /** @description Tier of the environments to include */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. The maximum length is 731 days */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description IANA name; absent: the time zone of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description `then`: owners and systems at the time of each deployment; `today`: current owners and systems */
                ownership?: components["parameters"]["Ownership"];
                /** @description `true`: only rows that counted; `false`: only rows that did not */
                counted?: boolean;
                /** @description Only rows that were excluded for this reason */
                reason?: components["schemas"]["DoraReason"];
                /** @description Maximum number of items per page */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the metric */
                metric: components["parameters"]["Metric"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoraRows"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    getDoraQuality: {
        parameters: {
            query?: {
                /** @description Entity ref of a group */
                owner?: components["parameters"]["Owner"];
                /** @description Entity ref of a system */
                system?: components["parameters"]["System"];
                /** @description Entity ref of a service */
                service?: components["parameters"]["Service"];
                /** @description Tier of the environments to include */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. The maximum length is 731 days */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description IANA name; absent: the time zone of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description `then`: owners and systems at the time of each deployment; `today`: current owners and systems */
                ownership?: components["parameters"]["Ownership"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Data quality */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoraQuality"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    getDoraSelection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The possible selections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoraSelection"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                /** @description Entity ref of a service */
                service?: components["parameters"]["Service"];
                /** @description `true`: only open incidents; `false`: only resolved ones */
                open?: boolean;
                /** @description Maximum number of items per page */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Incidents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Incident"][];
                        nextCursor?: string;
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
    openIncident: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique per incident. If the same person sends it again with the same body, the response is the incident that was opened before. With a different body the response is 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Entity ref */
                    service: string;
                    title: string;
                    url?: string;
                    /**
                     * Format: date-time
                     * @description When the impact on users started; absent: now
                     */
                    startedAt?: string;
                    /** @description Id of the deployment that caused it; absent: inferred */
                    causedBy?: string;
                };
            };
        };
        responses: {
            /** @description An earlier request with the same Idempotency-Key opened it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description Opened */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Error"];
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The incident */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    resolveIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Absent: now
                     */
                    resolvedAt?: string;
                    /** @description Id of the deployment that fixed it */
                    fixedBy?: string;
                };
            };
        };
        responses: {
            /** @description Resolved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Error"];
        };
    };
    linkIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
                /** @description Id of a deployment */
                deployment: string;
                /** @description Whether the deployment caused or fixed the incident */
                role: components["schemas"]["LinkRole"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Linked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    unlinkIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an incident */
                incident: components["parameters"]["IncidentId"];
                /** @description Id of a deployment */
                deployment: string;
                /** @description Whether the deployment caused or fixed the incident */
                role: components["schemas"]["LinkRole"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Unlinked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    ingest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestRequest"];
            };
        };
        responses: {
            /** @description The outcome of each event, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            413: components["responses"]["TooLarge"];
            default: components["responses"]["Error"];
        };
    };
    listIngestedEvents: {
        parameters: {
            query?: {
                /** @description Only events with this status */
                status?: components["schemas"]["DeadStatus"];
                /** @description Only events of this source */
                source?: string;
                /** @description Only events with this text in their reason, type, service or id; case-insensitive */
                text?: string;
                /** @description Instead lists events that contained a future time when they arrived, including accepted ones */
                skewed?: boolean;
                /** @description Only events that arrived at this time or later */
                since?: string;
                /** @description Only events that arrived before this time */
                until?: string;
                /** @description Maximum number of items per page */
                limit?: number;
                /** @description `nextCursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["IngestedEvents"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
    getIngestedEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an ingested event */
                event: components["parameters"]["IngestedEventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestedEvent"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    replayIngestedEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an ingested event */
                event: components["parameters"]["IngestedEventId"];
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
                    "application/json": components["schemas"]["IngestedEvent"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Error"];
        };
    };
    replayIngestedEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description The outcome of each event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
}
