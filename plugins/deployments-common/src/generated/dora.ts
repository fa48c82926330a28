/* eslint-disable */
// Generated from dora.openapi.yaml by `yarn generate:api`; do not edit.

export interface paths {
    "/metrics": {
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
    "/metrics/{metric}/rows": {
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
    "/quality": {
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
    "/selection": {
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
    "/incidents": {
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
    "/incidents/{incident}": {
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
    "/incidents/{incident}/resolve": {
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
    "/incidents/{incident}/links/{deployment}/{role}": {
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
    "/ingest": {
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
    "/events": {
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
    "/events/{event}": {
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
    "/events/{event}/replay": {
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
    "/events/replay": {
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
        /** @enum {string} */
        Tier: "production" | "staging" | "testing" | "development" | "other";
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
            tier: components["schemas"]["Tier"];
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
            tier?: components["schemas"]["Tier"];
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
            tier?: components["schemas"]["Tier"];
            /** @description Used if neither `tier` nor app-config defines the tier. Absent: `other` */
            defaultTier?: components["schemas"]["Tier"];
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
            tier?: components["schemas"]["Tier"];
            defaultTier?: components["schemas"]["Tier"];
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
            tier?: components["schemas"]["Tier"];
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
        IngestAnswer: {
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
        ReplayAnswer: {
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
        /** @description An error with a message that says what to do */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is invalid; the message names the field */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token is missing or invalid */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller lacks a permission, which the message names */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description It does not exist, or the caller may not see it */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The current state does not allow it */
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
    };
    parameters: {
        /** @description Entity ref of a group */
        Owner: string;
        /** @description Entity ref of a system */
        System: string;
        /** @description Entity ref of a service */
        Service: string;
        /** @description Tier of the environments to include */
        Tier: components["schemas"]["Tier"];
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
                    "application/json": components["schemas"]["IngestAnswer"];
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
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Error"];
        };
    };
}
