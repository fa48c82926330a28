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
        /** The five metrics of the selection, their change against the period before, and their trend. */
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
                /** @description A metric */
                metric: components["parameters"]["Metric"];
            };
            cookie?: never;
        };
        /**
         * Exactly the rows that a metric looked at, newest first, each with why it counted or did not.
         * @description The value of the metric is a recount of the counted rows of all pages. With `Accept: text/csv` all rows come as one CSV stream, without pages; a cell that a spreadsheet would take for a formula begins with an apostrophe.
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
        /** What is missing or doubtful in the data behind the selection. */
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
        /** What can be selected (teams, systems, services with data), and the defaults of app-config. */
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
        /** Incidents, newest first. */
        get: operations["listIncidents"];
        put?: never;
        /** A person opens an incident of a service. The same Idempotency-Key with the same body gives the same incident. */
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
        /** One incident, with its links. */
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
        /** A person says that users are no longer hurt. */
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
                /** @description How they belong together */
                role: components["schemas"]["LinkRole"];
            };
            cookie?: never;
        };
        get?: never;
        /** A person says that the deployment caused or fixed the incident. */
        put: operations["linkIncident"];
        post?: never;
        /** A person says that they do not belong together; no inference links them again. */
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
         * Deployments, changes and incidents of another pipeline. Repeating an event changes nothing.
         * @description Events stand for themselves: a bad one is rejected with a reason and kept among the dead letters, the others are accepted. Order does not matter, nor how late they come.
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
        /** Events that could not be used (dead letters) or belong to no known service, newest first. */
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
        /** One event, and what became of it. */
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
        /** Takes an event in again, after its cause was mended (a service was mapped, for one). */
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
         * Takes several events in again, or all that match.
         * @description With `match` some at a time, newest first: go on with `nextCursor` until there is none. What came meanwhile is not among them.
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
             * @description End of the window, exclusive; may lie ahead
             */
            to: string;
            /**
             * Format: date-time
             * @description Now, where the window is not over
             */
            elapsedTo?: string;
            /** @description The period of equal elapsed time just before, which the cards compare with */
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
             * @description Up to when facts are worked into these figures
             */
            asOf: string;
            /** @description How many services the caller may not read; they are not counted */
            hiddenServices: number;
            /** @description Some of the rows are demo data */
            demo: boolean;
            cards: components["schemas"]["DoraCard"][];
            trend: components["schemas"]["DoraPeriod"][];
        };
        /** @enum {string} */
        DoraUnit: "per-day" | "milliseconds" | "ratio";
        DoraCard: {
            metric: components["schemas"]["DoraMetricName"];
            unit: components["schemas"]["DoraUnit"];
            /** @description Absent: insufficient data */
            value?: number;
            p75?: number;
            p90?: number;
            /** @description Sample size: deployments, commits or periods of recovery */
            n: number;
            /** @description What a ratio counts of `n` */
            numerator?: number;
            /** @description Of deployment frequency */
            deploymentDaysPerWeek?: number;
            /** @description Of recovery time: periods that go on, outside the median */
            open?: number;
            /** @description Of change lead time, medians of its parts where data allows */
            breakdown?: {
                coding?: components["schemas"]["DoraPart"];
                review?: components["schemas"]["DoraPart"];
                waiting?: components["schemas"]["DoraPart"];
                deploying?: components["schemas"]["DoraPart"];
            };
            excluded: components["schemas"]["DoraReasonCount"][];
            /** @description Counted deployments that an incident may still be linked to */
            settling: number;
            /** @description Value of the period before; absent: insufficient data */
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
         * @description Why a row does not count; docs/reference/delivery-metrics.md explains each
         * @enum {string}
         */
        DoraReason: "not-successful" | "rollback" | "restart" | "removal" | "first-deployment" | "same-version" | "missing-author-time" | "negative-time" | "no-commits" | "still-open" | "never-took-traffic" | "merge-commit";
        DoraBand: {
            /** @description The performance levels to which the report gives a range that the value lies in; several where the report gives them the same one */
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
            /** @description Not over yet */
            partial: boolean;
            values: components["schemas"]["DoraPeriodValue"][];
        };
        DoraPeriodValue: {
            metric: components["schemas"]["DoraMetricName"];
            /** @description Absent: no data, a gap; of deployment frequency: deployments of the period */
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
            /** @description Of the deployment, commit or period of recovery */
            id: string;
            service: string;
            environment?: string;
            /**
             * Format: date-time
             * @description What places the row in the window
             */
            at: string;
            /** @description Whether it is part of the sample */
            counted: boolean;
            /** @description Of ratios: whether it is in the numerator */
            hit?: boolean;
            reason?: components["schemas"]["DoraReason"];
            /** @description One sentence: why it counted, hit or not, or did not count */
            why?: string;
            /** @description Milliseconds, of times */
            value?: number;
            settling: boolean;
            /** @description The same version was deployed there before */
            repeated?: boolean;
            title?: string;
            url?: string;
            version?: string;
            /** @enum {string} */
            kind?: "deploy" | "rollback" | "restart" | "remove";
            hotfix?: boolean;
            /** @enum {string} */
            outcome?: "succeeded" | "failed" | "rolled_back" | "rollback_failed";
            /** @description Id of the deployment; of the portal's own where `source` is `portal` */
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
            /** @description The newest of them */
            incidents?: components["schemas"]["DoraLinkedIncident"][];
            /** @description How many incidents there are, where these are more than `incidents` has */
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
            /** @description Events that belong to no service of the catalog */
            unmappedEvents: number;
            /** @description What sources call the services of deployments that no service of the catalog claims (repositories, for one), those with the most events first. Empty without the permission deployments.dora.manage */
            unmappedServices: {
                source: string;
                service: string;
                events: number;
            }[];
            /** @description Environments whose tier neither their source nor app-config says: they count as `other`. Those with the most deployments first */
            environmentsWithoutTier: {
                environment: string;
                deployments: number;
            }[];
            rejectedEvents: number;
            /** @description Services from whose incidents nobody has ever told */
            servicesWithoutIncidents: string[];
            /** @description Services of the selection with deployments */
            services: number;
            /** @description Commits authored after they were deployed */
            negativeTimes: number;
            /** @description Events from the future as of when they were received */
            clockSkewEvents: number;
            links: number;
            inferredLinks: number;
            /** @description Incidents that no deployment is linked to */
            unlinkedIncidents: number;
            /** @description The newest of them */
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
            /** @description Where it hurts, where its source says */
            environment?: string;
            /** @description Absent: nobody says, which is taken for production */
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
            /** @description Name of the pipeline or tool; part of the identity of what it tells of */
            source: string;
            /**
             * @description Says what would become of each event, and keeps nothing
             * @default false
             */
            dryRun: boolean;
            events: unknown[];
        };
        DeploymentEventIn: {
            /** @description Of the event, unique within the source: what comes twice with the same id counts once */
            id: string;
            /** @enum {string} */
            type: "deployment";
            /** @description Id of the deployment at the source; absent: the id of the event. Of several events of a deployment the latest holds */
            deployment?: string;
            /**
             * Format: date-time
             * @description When the source said so; the latest of a deployment wins. Absent: finishedAt
             */
            occurredAt?: string;
            /** @description Entity ref, or a name that the annotation slipway/dora-name maps */
            service: string;
            /** @description What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too */
            serviceId?: string;
            environment: string;
            /** @description Absent: that of the environment of this name in app-config, else defaultTier */
            tier?: components["schemas"]["Tier"];
            /** @description Where neither tier nor app-config says it. Absent: `other` */
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
             * @description Absent: finishedAt where it succeeded
             */
            trafficAt?: string;
            /** Format: date-time */
            finishedAt: string;
            /** Format: date-time */
            restoredAt?: string;
            /** @description Id of the deployment at the source that this one takes back */
            reverts?: string;
            /** @description New in this version. Absent: not known */
            commits?: string[];
            /** @description Head of the version: all changes merged before it and not deployed yet are in it */
            commit?: string;
            url?: string;
            /** @description Entity ref of who owned the service then; absent: who owns it when the event comes */
            ownerGroup?: string;
            /** @description Entity ref of the system that the service was part of; absent: as of when the event comes */
            system?: string;
            demo?: components["schemas"]["DemoFlag"];
        };
        /** @description One status of a deployment, for sources that report each as it happens. Outcome, start, traffic and end of the deployment follow from all of its statuses */
        DeploymentStatusEventIn: {
            id: string;
            /** @enum {string} */
            type: "deploymentStatus";
            /** @description Id of the deployment at the source */
            deployment: string;
            /**
             * @description It starts when it is first `in_progress` after it was last `waiting`. The last of `succeeded` and `failed` is its outcome; `inactive`: another one took its place
             * @enum {string}
             */
            state: "queued" | "waiting" | "in_progress" | "succeeded" | "failed" | "inactive";
            /**
             * Format: date-time
             * @description When the deployment came into this state
             */
            at: string;
            /** @description Number that orders statuses of the same moment, as the source does */
            sequence?: string;
            /**
             * Format: date-time
             * @description When the deployment was requested: its start, where no status says
             */
            createdAt?: string;
            service: string;
            /** @description What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too */
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
            /** @description What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too */
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
             * @description It does nothing but merge other commits
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
            /** @description May be absent from the end of an incident that is known: it is found by `incident` */
            service?: string;
            /** @description What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too */
            serviceId?: string;
            /** @description Id of the incident at the source */
            incident: string;
            /** @description Id of the alert that fired, where `incident` names one notification of it. Notifications of an alert that overlap, or whose end comes with another start than their beginning, are one incident */
            alert?: string;
            title?: string;
            url?: string;
            /** @description Where it hurts. It is laid to deployments to the environment of this name; where there are none, to those of its tier */
            environment?: string;
            /** @description Absent: that of the environment of this name in app-config, else `production` */
            tier?: components["schemas"]["Tier"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            resolvedAt?: string;
            /** @description Ids of deployments at the source, or `portal:` and the id of one of the portal */
            causedBy?: string[];
            /** @description As causedBy */
            fixedBy?: string[];
            demo?: components["schemas"]["DemoFlag"];
        };
        /**
         * @description Made up to show what the page looks like; marked as such wherever it shows
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
            /** @description How many match, on all pages */
            total: number;
            /** @description Sources with events that could not be used, and how many; whatever is asked for */
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
            /** @description Of the event at its source, where it has one */
            id?: string;
            type?: string;
            status: components["schemas"]["IngestStatus"];
            reason?: string;
            /** @description Entity ref, or what the source calls the service, as far as that could be read */
            service?: string;
            /** Format: date-time */
            occurredAt?: string;
            /** Format: date-time */
            receivedAt: string;
            /** @description It said to be from the future when it came */
            skewed?: boolean;
            /** @description As it came, without what looks like a secret, cut at 16 kB; empty once it is accepted */
            body: string;
            /** @description There is more of the body */
            bodyCut?: boolean;
        };
        /** @description Either `events` or `match` */
        ReplayRequest: {
            /** @description Ids of ingested events */
            events?: string[];
            /** @description As the list takes them; empty is all that could not be used */
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
            /** @description Of `match`: nextCursor of the answer before */
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
        /** @description The caller lacks a permission, which the message names */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
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
        /** @description What is there now does not allow it */
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
        /** @description Tier of the environments that count */
        Tier: components["schemas"]["Tier"];
        /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. A window has 731 days at most */
        From: string;
        /** @description Last day of the window, inclusive; absent: today */
        To: string;
        /** @description Width of a period of the trend; absent: by the length of the window */
        Interval: components["schemas"]["DoraInterval"];
        /** @description IANA name; absent: that of app-config */
        TimeZone: string;
        /** @description Owners and systems as of each deployment, or as of today */
        Ownership: "then" | "today";
        /** @description Year of the report that bands come from; absent: the newest */
        BandsYear: 2019 | 2021 | 2023 | 2024;
        /** @description A metric */
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
                /** @description Tier of the environments that count */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. A window has 731 days at most */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description Width of a period of the trend; absent: by the length of the window */
                interval?: components["parameters"]["Interval"];
                /** @description IANA name; absent: that of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description Owners and systems as of each deployment, or as of today */
                ownership?: components["parameters"]["Ownership"];
                /** @description Year of the report that bands come from; absent: the newest */
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
                /** @description Tier of the environments that count */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. A window has 731 days at most */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description IANA name; absent: that of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description Owners and systems as of each deployment, or as of today */
                ownership?: components["parameters"]["Ownership"];
                /** @description Only rows that counted, or only those that did not */
                counted?: boolean;
                /** @description Only rows that did not count for this reason */
                reason?: components["schemas"]["DoraReason"];
                /** @description How many items a page has at most */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A metric */
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
                /** @description Tier of the environments that count */
                tier?: components["parameters"]["Tier"];
                /** @description First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. A window has 731 days at most */
                from?: components["parameters"]["From"];
                /** @description Last day of the window, inclusive; absent: today */
                to?: components["parameters"]["To"];
                /** @description IANA name; absent: that of app-config */
                timeZone?: components["parameters"]["TimeZone"];
                /** @description Owners and systems as of each deployment, or as of today */
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
            /** @description What can be selected */
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
                /** @description Only those that go on, or only resolved ones */
                open?: boolean;
                /** @description How many items a page has at most */
                limit?: number;
                /** @description nextCursor of the page before */
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
                /** @description Unique per incident. Sent again by the same person with the same body it gives the incident that it opened before; with another body it is refused with 409. */
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
                     * @description When users began to be hurt; absent: now
                     */
                    startedAt?: string;
                    /** @description Id of the deployment that caused it; absent: inferred */
                    causedBy?: string;
                };
            };
        };
        responses: {
            /** @description It was opened before, by a request with the same Idempotency-Key */
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
                /** @description How they belong together */
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
                /** @description How they belong together */
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
            /** @description What became of each event, in their order */
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
                /** @description Only these */
                status?: components["schemas"]["DeadStatus"];
                /** @description Only those of this source */
                source?: string;
                /** @description Only those with this in their reason, type, service or id; upper and lower case alike */
                text?: string;
                /** @description Events from the future as of when they came instead, accepted ones as well */
                skewed?: boolean;
                /** @description Only those that came then or later */
                since?: string;
                /** @description Only those that came before */
                until?: string;
                /** @description How many items a page has at most */
                limit?: number;
                /** @description nextCursor of the page before */
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
            /** @description What became of it */
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
            /** @description What became of each */
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
