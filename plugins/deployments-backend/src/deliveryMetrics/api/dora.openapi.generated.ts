/* eslint-disable */
// Generated from dora.openapi.yaml by `yarn generate:api`; do not edit.

/** The API's OpenAPI document, as `createValidatedOpenApiRouter` takes it. */
export const spec = {
  "openapi": "3.0.3",
  "info": {
    "title": "dora",
    "version": "1",
    "description": "Delivery metrics of services, teams and systems, the rows behind them, and the ingestion of events from other pipelines. Mounted under `/dora` of the deployments plugin. Times are RFC 3339 in UTC, durations are milliseconds, ratios are numbers from 0 to 1. `docs/reference/delivery-metrics.md` defines each metric.\n\nMetrics only include what the caller may read. Rows of services that the permission policy hides from the caller are neither shown nor counted, and the response says how many services were left out.",
    "license": {
      "name": "Apache-2.0",
      "url": "http://www.apache.org/licenses/LICENSE-2.0.html"
    }
  },
  "servers": [
    {
      "url": "/"
    }
  ],
  "security": [
    {
      "backstageToken": []
    }
  ],
  "tags": [
    {
      "name": "metrics",
      "description": "Values, trends and the rows behind them"
    },
    {
      "name": "incidents",
      "description": "Opened, resolved and linked by people"
    },
    {
      "name": "ingestion",
      "description": "Events of other pipelines and tools"
    }
  ],
  "paths": {
    "/metrics": {
      "get": {
        "operationId": "getDoraMetrics",
        "tags": [
          "metrics"
        ],
        "summary": "Returns the five metrics of the selection, compared with the previous period, and their trend.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Owner"
          },
          {
            "$ref": "#/components/parameters/System"
          },
          {
            "$ref": "#/components/parameters/Service"
          },
          {
            "$ref": "#/components/parameters/Tier"
          },
          {
            "$ref": "#/components/parameters/From"
          },
          {
            "$ref": "#/components/parameters/To"
          },
          {
            "$ref": "#/components/parameters/Interval"
          },
          {
            "$ref": "#/components/parameters/TimeZone"
          },
          {
            "$ref": "#/components/parameters/Ownership"
          },
          {
            "$ref": "#/components/parameters/BandsYear"
          }
        ],
        "responses": {
          "200": {
            "description": "Metrics",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DoraMetrics"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/metrics/{metric}/rows": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Metric"
        }
      ],
      "get": {
        "operationId": "listDoraRows",
        "tags": [
          "metrics"
        ],
        "summary": "Lists the rows behind a metric, newest first, each with the reason why it counted or did not.",
        "description": "The counted rows of all pages add up to the value of the metric. With `Accept: text/csv` all rows are returned as one CSV stream, without pages. A cell that a spreadsheet would interpret as a formula starts with an apostrophe.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Owner"
          },
          {
            "$ref": "#/components/parameters/System"
          },
          {
            "$ref": "#/components/parameters/Service"
          },
          {
            "$ref": "#/components/parameters/Tier"
          },
          {
            "$ref": "#/components/parameters/From"
          },
          {
            "$ref": "#/components/parameters/To"
          },
          {
            "$ref": "#/components/parameters/TimeZone"
          },
          {
            "$ref": "#/components/parameters/Ownership"
          },
          {
            "in": "query",
            "name": "counted",
            "description": "`true`: only rows that counted; `false`: only rows that did not",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "in": "query",
            "name": "reason",
            "description": "Only rows that were excluded for this reason",
            "schema": {
              "$ref": "#/components/schemas/DoraReason"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "Maximum number of items per page",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 100
            }
          },
          {
            "in": "query",
            "name": "cursor",
            "allowReserved": true,
            "description": "`nextCursor` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 2000
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Rows",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DoraRows"
                }
              },
              "text/csv": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/quality": {
      "get": {
        "operationId": "getDoraQuality",
        "tags": [
          "metrics"
        ],
        "summary": "Returns what is missing or doubtful in the data of the selection.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Owner"
          },
          {
            "$ref": "#/components/parameters/System"
          },
          {
            "$ref": "#/components/parameters/Service"
          },
          {
            "$ref": "#/components/parameters/Tier"
          },
          {
            "$ref": "#/components/parameters/From"
          },
          {
            "$ref": "#/components/parameters/To"
          },
          {
            "$ref": "#/components/parameters/TimeZone"
          },
          {
            "$ref": "#/components/parameters/Ownership"
          }
        ],
        "responses": {
          "200": {
            "description": "Data quality",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DoraQuality"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/selection": {
      "get": {
        "operationId": "getDoraSelection",
        "tags": [
          "metrics"
        ],
        "summary": "Returns what can be selected (teams, systems and services with data), and the defaults from app-config.",
        "responses": {
          "200": {
            "description": "The possible selections",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DoraSelection"
                }
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/incidents": {
      "get": {
        "operationId": "listIncidents",
        "tags": [
          "incidents"
        ],
        "summary": "Lists incidents, newest first.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Service"
          },
          {
            "in": "query",
            "name": "open",
            "description": "`true`: only open incidents; `false`: only resolved ones",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "Maximum number of items per page",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 50
            }
          },
          {
            "in": "query",
            "name": "cursor",
            "allowReserved": true,
            "description": "`nextCursor` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 2000
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Incidents",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "items"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/Incident"
                      }
                    },
                    "nextCursor": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "post": {
        "operationId": "openIncident",
        "tags": [
          "incidents"
        ],
        "summary": "Opens an incident of a service, as a person. The same Idempotency-Key with the same body returns the same incident.",
        "parameters": [
          {
            "in": "header",
            "name": "Idempotency-Key",
            "description": "Unique per incident. If the same person sends it again with the same body, the response is the incident that was opened before. With a different body the response is 409.",
            "schema": {
              "type": "string",
              "minLength": 8,
              "maxLength": 200
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "service",
                  "title"
                ],
                "properties": {
                  "service": {
                    "type": "string",
                    "maxLength": 300,
                    "description": "Entity ref"
                  },
                  "title": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 300
                  },
                  "url": {
                    "type": "string",
                    "maxLength": 2000
                  },
                  "startedAt": {
                    "type": "string",
                    "format": "date-time",
                    "description": "When the impact on users started; absent: now"
                  },
                  "causedBy": {
                    "type": "string",
                    "maxLength": 100,
                    "description": "Id of the deployment that caused it; absent: inferred"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "An earlier request with the same Idempotency-Key opened it",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "201": {
            "description": "Opened",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/incidents/{incident}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/IncidentId"
        }
      ],
      "get": {
        "operationId": "getIncident",
        "tags": [
          "incidents"
        ],
        "summary": "Returns an incident with its links.",
        "responses": {
          "200": {
            "description": "The incident",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/incidents/{incident}/resolve": {
      "parameters": [
        {
          "$ref": "#/components/parameters/IncidentId"
        }
      ],
      "post": {
        "operationId": "resolveIncident",
        "tags": [
          "incidents"
        ],
        "summary": "Resolves an incident, as a person. Users are no longer affected.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "resolvedAt": {
                    "type": "string",
                    "format": "date-time",
                    "description": "Absent: now"
                  },
                  "fixedBy": {
                    "type": "string",
                    "maxLength": 100,
                    "description": "Id of the deployment that fixed it"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Resolved",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/incidents/{incident}/links/{deployment}/{role}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/IncidentId"
        },
        {
          "in": "path",
          "name": "deployment",
          "required": true,
          "description": "Id of a deployment",
          "schema": {
            "type": "string",
            "maxLength": 100
          }
        },
        {
          "in": "path",
          "name": "role",
          "required": true,
          "description": "Whether the deployment caused or fixed the incident",
          "schema": {
            "$ref": "#/components/schemas/LinkRole"
          }
        }
      ],
      "put": {
        "operationId": "linkIncident",
        "tags": [
          "incidents"
        ],
        "summary": "Links the deployment to the incident as its cause or fix, as a person.",
        "responses": {
          "200": {
            "description": "Linked",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "delete": {
        "operationId": "unlinkIncident",
        "tags": [
          "incidents"
        ],
        "summary": "Removes the link, as a person. The two are not linked again by inference.",
        "responses": {
          "200": {
            "description": "Unlinked",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Incident"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/ingest": {
      "post": {
        "operationId": "ingest",
        "tags": [
          "ingestion"
        ],
        "summary": "Ingests deployments, changes and incidents of another pipeline. Repeating an event changes nothing.",
        "description": "Each event is processed separately: an invalid one is rejected with a reason and stored as a dead letter, and the others are accepted. Events may arrive late and in any order.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/IngestRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The outcome of each event, in the order of the request",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/IngestAnswer"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/events": {
      "get": {
        "operationId": "listIngestedEvents",
        "tags": [
          "ingestion"
        ],
        "summary": "Lists the dead letters, newest first. These are events that were rejected or that belong to no known service.",
        "parameters": [
          {
            "in": "query",
            "name": "status",
            "description": "Only events with this status",
            "schema": {
              "$ref": "#/components/schemas/DeadStatus"
            }
          },
          {
            "in": "query",
            "name": "source",
            "allowReserved": true,
            "description": "Only events of this source",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "text",
            "allowReserved": true,
            "description": "Only events with this text in their reason, type, service or id; case-insensitive",
            "schema": {
              "type": "string",
              "maxLength": 200
            }
          },
          {
            "in": "query",
            "name": "skewed",
            "description": "Instead lists events that contained a future time when they arrived, including accepted ones",
            "schema": {
              "type": "boolean",
              "default": false
            }
          },
          {
            "in": "query",
            "name": "since",
            "allowReserved": true,
            "description": "Only events that arrived at this time or later",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "until",
            "allowReserved": true,
            "description": "Only events that arrived before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "Maximum number of items per page",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 50
            }
          },
          {
            "in": "query",
            "name": "cursor",
            "allowReserved": true,
            "description": "`nextCursor` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 2000
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Events",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/IngestedEvents"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/events/{event}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/IngestedEventId"
        }
      ],
      "get": {
        "operationId": "getIngestedEvent",
        "tags": [
          "ingestion"
        ],
        "summary": "Returns an event and its outcome.",
        "responses": {
          "200": {
            "description": "The event",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/IngestedEvent"
                }
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/events/{event}/replay": {
      "parameters": [
        {
          "$ref": "#/components/parameters/IngestedEventId"
        }
      ],
      "post": {
        "operationId": "replayIngestedEvent",
        "tags": [
          "ingestion"
        ],
        "summary": "Reprocesses an event after its cause was fixed, for example after a service was mapped.",
        "responses": {
          "200": {
            "description": "The outcome",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/IngestedEvent"
                }
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/events/replay": {
      "post": {
        "operationId": "replayIngestedEvents",
        "tags": [
          "ingestion"
        ],
        "summary": "Reprocesses several events, or all that match.",
        "description": "With `match`, each request reprocesses a batch, newest first. Repeat it with `nextCursor` until there is none. Events that arrive meanwhile are not included.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ReplayRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The outcome of each event",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ReplayAnswer"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthenticated"
          },
          "403": {
            "$ref": "#/components/responses/NotAllowed"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "backstageToken": {
        "description": "A token of a signed-in user, or one from `backend.auth.externalAccess`.",
        "type": "http",
        "scheme": "bearer"
      }
    },
    "parameters": {
      "Owner": {
        "in": "query",
        "name": "owner",
        "allowReserved": true,
        "description": "Entity ref of a group",
        "schema": {
          "type": "string",
          "maxLength": 300
        }
      },
      "System": {
        "in": "query",
        "name": "system",
        "allowReserved": true,
        "description": "Entity ref of a system",
        "schema": {
          "type": "string",
          "maxLength": 300
        }
      },
      "Service": {
        "in": "query",
        "name": "service",
        "allowReserved": true,
        "description": "Entity ref of a service",
        "schema": {
          "type": "string",
          "maxLength": 300
        }
      },
      "Tier": {
        "in": "query",
        "name": "tier",
        "description": "Tier of the environments to include",
        "schema": {
          "$ref": "#/components/schemas/Tier"
        }
      },
      "From": {
        "in": "query",
        "name": "from",
        "description": "First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. The maximum length is 731 days",
        "schema": {
          "type": "string",
          "format": "date"
        }
      },
      "To": {
        "in": "query",
        "name": "to",
        "description": "Last day of the window, inclusive; absent: today",
        "schema": {
          "type": "string",
          "format": "date"
        }
      },
      "Interval": {
        "in": "query",
        "name": "interval",
        "description": "Length of a period of the trend; absent: depends on the length of the window",
        "schema": {
          "$ref": "#/components/schemas/DoraInterval"
        }
      },
      "TimeZone": {
        "in": "query",
        "name": "timeZone",
        "allowReserved": true,
        "description": "IANA name; absent: the time zone of app-config",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      },
      "Ownership": {
        "in": "query",
        "name": "ownership",
        "description": "`then`: owners and systems at the time of each deployment; `today`: current owners and systems",
        "schema": {
          "type": "string",
          "enum": [
            "then",
            "today"
          ],
          "default": "then"
        }
      },
      "BandsYear": {
        "in": "query",
        "name": "bands",
        "description": "Year of the report that defines the bands; absent: the newest",
        "schema": {
          "type": "integer",
          "enum": [
            2019,
            2021,
            2023,
            2024
          ]
        }
      },
      "Metric": {
        "in": "path",
        "name": "metric",
        "required": true,
        "description": "Name of the metric",
        "schema": {
          "$ref": "#/components/schemas/DoraMetricName"
        }
      },
      "IncidentId": {
        "in": "path",
        "name": "incident",
        "required": true,
        "description": "Id of an incident",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      },
      "IngestedEventId": {
        "in": "path",
        "name": "event",
        "required": true,
        "description": "Id of an ingested event",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      }
    },
    "responses": {
      "Error": {
        "description": "An error with a message that says what to do",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "InvalidRequest": {
        "description": "The request is invalid; the message names the field",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "Unauthenticated": {
        "description": "The token is missing or invalid",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "NotAllowed": {
        "description": "The caller lacks a permission, which the message names",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "NotFound": {
        "description": "It does not exist, or the caller may not see it",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "Conflict": {
        "description": "The current state does not allow it",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "TooLarge": {
        "description": "The body is larger than 1 MB",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      }
    },
    "schemas": {
      "Error": {
        "type": "object",
        "required": [
          "error"
        ],
        "properties": {
          "error": {
            "type": "object",
            "required": [
              "name",
              "message"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "message": {
                "type": "string"
              }
            },
            "additionalProperties": true
          },
          "response": {
            "type": "object",
            "additionalProperties": true
          },
          "request": {
            "type": "object",
            "additionalProperties": true
          }
        }
      },
      "Tier": {
        "type": "string",
        "enum": [
          "production",
          "staging",
          "testing",
          "development",
          "other"
        ]
      },
      "DoraInterval": {
        "type": "string",
        "enum": [
          "day",
          "week",
          "month"
        ]
      },
      "DoraMetricName": {
        "type": "string",
        "enum": [
          "deployment-frequency",
          "change-lead-time",
          "change-fail-rate",
          "recovery-time",
          "rework-rate"
        ]
      },
      "LinkRole": {
        "type": "string",
        "enum": [
          "caused",
          "fixed"
        ]
      },
      "DoraMetrics": {
        "type": "object",
        "required": [
          "from",
          "to",
          "previous",
          "interval",
          "timeZone",
          "tier",
          "ownership",
          "bandsYear",
          "asOf",
          "hiddenServices",
          "demo",
          "cards",
          "trend"
        ],
        "properties": {
          "from": {
            "type": "string",
            "format": "date-time",
            "description": "Start of the window"
          },
          "to": {
            "type": "string",
            "format": "date-time",
            "description": "End of the window, exclusive; may be in the future"
          },
          "elapsedTo": {
            "type": "string",
            "format": "date-time",
            "description": "The current time, if the window is not over"
          },
          "previous": {
            "description": "The preceding period of equal elapsed time, which the cards are compared with",
            "type": "object",
            "required": [
              "from",
              "to"
            ],
            "properties": {
              "from": {
                "type": "string",
                "format": "date-time"
              },
              "to": {
                "type": "string",
                "format": "date-time"
              }
            }
          },
          "interval": {
            "$ref": "#/components/schemas/DoraInterval"
          },
          "timeZone": {
            "type": "string"
          },
          "tier": {
            "$ref": "#/components/schemas/Tier"
          },
          "ownership": {
            "type": "string",
            "enum": [
              "then",
              "today"
            ]
          },
          "bandsYear": {
            "type": "integer"
          },
          "asOf": {
            "type": "string",
            "format": "date-time",
            "description": "The time up to which records are included"
          },
          "hiddenServices": {
            "type": "integer",
            "description": "Number of services that the caller may not read; they are not included"
          },
          "demo": {
            "type": "boolean",
            "description": "Whether some rows are demo data"
          },
          "cards": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraCard"
            }
          },
          "trend": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraPeriod"
            }
          }
        }
      },
      "DoraUnit": {
        "type": "string",
        "enum": [
          "per-day",
          "milliseconds",
          "ratio"
        ]
      },
      "DoraCard": {
        "type": "object",
        "required": [
          "metric",
          "unit",
          "n",
          "excluded",
          "warnings",
          "settling"
        ],
        "properties": {
          "metric": {
            "$ref": "#/components/schemas/DoraMetricName"
          },
          "unit": {
            "$ref": "#/components/schemas/DoraUnit"
          },
          "value": {
            "type": "number",
            "description": "Absent: not enough data"
          },
          "p75": {
            "type": "number"
          },
          "p90": {
            "type": "number"
          },
          "n": {
            "type": "integer",
            "description": "Sample size: number of deployments, commits or recovery periods"
          },
          "numerator": {
            "type": "integer",
            "description": "Numerator of a ratio whose denominator is `n`"
          },
          "deploymentDaysPerWeek": {
            "type": "number",
            "description": "Only for deployment frequency"
          },
          "open": {
            "type": "integer",
            "description": "Only for recovery time: number of periods that are still open; they are not part of the median"
          },
          "breakdown": {
            "description": "Only for change lead time: medians of its parts, where the data allows it",
            "type": "object",
            "properties": {
              "coding": {
                "$ref": "#/components/schemas/DoraPart"
              },
              "review": {
                "$ref": "#/components/schemas/DoraPart"
              },
              "waiting": {
                "$ref": "#/components/schemas/DoraPart"
              },
              "deploying": {
                "$ref": "#/components/schemas/DoraPart"
              }
            }
          },
          "excluded": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraReasonCount"
            }
          },
          "settling": {
            "type": "integer",
            "description": "Number of counted deployments that an incident may still be attributed to"
          },
          "previous": {
            "type": "number",
            "description": "Value of the previous period; absent: not enough data"
          },
          "previousN": {
            "type": "integer"
          },
          "target": {
            "type": "number",
            "description": "From app-config"
          },
          "band": {
            "$ref": "#/components/schemas/DoraBand"
          },
          "warnings": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "DoraPart": {
        "type": "object",
        "required": [
          "n"
        ],
        "properties": {
          "value": {
            "type": "number",
            "description": "Median in milliseconds"
          },
          "n": {
            "type": "integer"
          }
        }
      },
      "DoraReasonCount": {
        "type": "object",
        "required": [
          "reason",
          "count"
        ],
        "properties": {
          "reason": {
            "$ref": "#/components/schemas/DoraReason"
          },
          "count": {
            "type": "integer"
          }
        }
      },
      "DoraReason": {
        "description": "Why a row is excluded; docs/reference/delivery-metrics.md explains each reason",
        "type": "string",
        "enum": [
          "not-successful",
          "rollback",
          "restart",
          "removal",
          "first-deployment",
          "same-version",
          "missing-author-time",
          "negative-time",
          "no-commits",
          "still-open",
          "never-took-traffic",
          "merge-commit"
        ]
      },
      "DoraBand": {
        "type": "object",
        "required": [
          "names",
          "year",
          "source"
        ],
        "properties": {
          "names": {
            "type": "array",
            "description": "The performance levels whose range in the report includes the value; several if the report gives them the same range",
            "items": {
              "$ref": "#/components/schemas/DoraLevel"
            }
          },
          "year": {
            "type": "integer"
          },
          "source": {
            "type": "string",
            "description": "URL of the report"
          }
        }
      },
      "DoraLevel": {
        "type": "string",
        "enum": [
          "elite",
          "high",
          "medium",
          "low"
        ]
      },
      "DoraPeriod": {
        "type": "object",
        "required": [
          "from",
          "to",
          "partial",
          "values"
        ],
        "properties": {
          "from": {
            "type": "string",
            "format": "date-time"
          },
          "to": {
            "type": "string",
            "format": "date-time"
          },
          "label": {
            "type": "string",
            "description": "First day of the period in its time zone"
          },
          "partial": {
            "type": "boolean",
            "description": "Whether it is not over yet, or cut by the window"
          },
          "values": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraPeriodValue"
            }
          }
        }
      },
      "DoraPeriodValue": {
        "type": "object",
        "required": [
          "metric",
          "n"
        ],
        "properties": {
          "metric": {
            "$ref": "#/components/schemas/DoraMetricName"
          },
          "value": {
            "type": "number",
            "description": "Absent: no data, shown as a gap. For deployment frequency: number of deployments in the period"
          },
          "p75": {
            "type": "number"
          },
          "p90": {
            "type": "number"
          },
          "n": {
            "type": "integer"
          },
          "numerator": {
            "type": "integer"
          }
        }
      },
      "DoraRows": {
        "type": "object",
        "required": [
          "metric",
          "items",
          "totals"
        ],
        "properties": {
          "metric": {
            "$ref": "#/components/schemas/DoraMetricName"
          },
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraRow"
            }
          },
          "totals": {
            "type": "object",
            "required": [
              "counted",
              "excluded"
            ],
            "properties": {
              "counted": {
                "type": "integer"
              },
              "excluded": {
                "type": "integer"
              }
            }
          },
          "nextCursor": {
            "type": "string"
          }
        }
      },
      "DoraRow": {
        "type": "object",
        "required": [
          "type",
          "id",
          "service",
          "at",
          "counted",
          "settling",
          "demo"
        ],
        "properties": {
          "type": {
            "type": "string",
            "enum": [
              "deployment",
              "change",
              "recovery"
            ]
          },
          "id": {
            "type": "string",
            "description": "Id of the deployment, commit or recovery period"
          },
          "service": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time",
            "description": "The time that decides which window the row belongs to"
          },
          "counted": {
            "type": "boolean",
            "description": "Whether it is part of the sample"
          },
          "hit": {
            "type": "boolean",
            "description": "Only for ratios: whether it is in the numerator"
          },
          "reason": {
            "$ref": "#/components/schemas/DoraReason"
          },
          "why": {
            "type": "string",
            "description": "One sentence that says why it counted, was in the numerator, or was excluded"
          },
          "value": {
            "type": "number",
            "description": "Milliseconds; only for times"
          },
          "settling": {
            "type": "boolean"
          },
          "repeated": {
            "type": "boolean",
            "description": "Whether the same version was deployed there before"
          },
          "title": {
            "type": "string"
          },
          "url": {
            "type": "string"
          },
          "version": {
            "type": "string"
          },
          "kind": {
            "type": "string",
            "enum": [
              "deploy",
              "rollback",
              "restart",
              "remove"
            ]
          },
          "hotfix": {
            "type": "boolean"
          },
          "outcome": {
            "type": "string",
            "enum": [
              "succeeded",
              "failed",
              "rolled_back",
              "rollback_failed"
            ]
          },
          "deployment": {
            "type": "string",
            "description": "Id of the deployment; one of the portal's own if `source` is `portal`"
          },
          "source": {
            "type": "string"
          },
          "ownerGroup": {
            "type": "string"
          },
          "system": {
            "type": "string"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "authoredAt": {
            "type": "string",
            "format": "date-time"
          },
          "incidents": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DoraLinkedIncident"
            },
            "maxItems": 20,
            "description": "The newest 20"
          },
          "incidentCount": {
            "type": "integer",
            "description": "Total number of incidents; only present if `incidents` does not contain all"
          },
          "demo": {
            "type": "boolean"
          }
        }
      },
      "DoraLinkedIncident": {
        "type": "object",
        "required": [
          "id",
          "title",
          "role",
          "origin",
          "startedAt"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "url": {
            "type": "string"
          },
          "role": {
            "$ref": "#/components/schemas/LinkRole"
          },
          "origin": {
            "$ref": "#/components/schemas/LinkOrigin"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "resolvedAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "LinkOrigin": {
        "type": "string",
        "enum": [
          "explicit",
          "inferred",
          "person"
        ]
      },
      "DoraQuality": {
        "type": "object",
        "required": [
          "excluded",
          "unmappedEvents",
          "unmappedServices",
          "environmentsWithoutTier",
          "rejectedEvents",
          "servicesWithoutIncidents",
          "services",
          "negativeTimes",
          "clockSkewEvents",
          "links",
          "inferredLinks",
          "unlinkedIncidents",
          "newestUnlinked"
        ],
        "properties": {
          "excluded": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "metric",
                "reason",
                "count"
              ],
              "properties": {
                "metric": {
                  "$ref": "#/components/schemas/DoraMetricName"
                },
                "reason": {
                  "$ref": "#/components/schemas/DoraReason"
                },
                "count": {
                  "type": "integer"
                }
              }
            }
          },
          "unmappedEvents": {
            "type": "integer",
            "description": "Number of events that match no service of the catalog"
          },
          "unmappedServices": {
            "type": "array",
            "maxItems": 20,
            "description": "Names of deployed services, such as repositories, that match no service of the catalog; those with the most events first. Empty without the permission deployments.dora.manage",
            "items": {
              "type": "object",
              "required": [
                "source",
                "service",
                "events"
              ],
              "properties": {
                "source": {
                  "type": "string"
                },
                "service": {
                  "type": "string"
                },
                "events": {
                  "type": "integer"
                }
              }
            }
          },
          "environmentsWithoutTier": {
            "type": "array",
            "maxItems": 20,
            "description": "Environments whose tier neither their source nor app-config defines, so that they count as `other`; those with the most deployments first",
            "items": {
              "type": "object",
              "required": [
                "environment",
                "deployments"
              ],
              "properties": {
                "environment": {
                  "type": "string"
                },
                "deployments": {
                  "type": "integer"
                }
              }
            }
          },
          "rejectedEvents": {
            "type": "integer"
          },
          "servicesWithoutIncidents": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "Number of services without any reported incident"
          },
          "services": {
            "type": "integer",
            "description": "Number of services of the selection that have deployments"
          },
          "negativeTimes": {
            "type": "integer",
            "description": "Number of commits with an author time after their deployment"
          },
          "clockSkewEvents": {
            "type": "integer",
            "description": "Number of events that contained a future time when they arrived"
          },
          "links": {
            "type": "integer"
          },
          "inferredLinks": {
            "type": "integer"
          },
          "unlinkedIncidents": {
            "type": "integer",
            "description": "Number of incidents without a linked deployment"
          },
          "newestUnlinked": {
            "type": "array",
            "maxItems": 20,
            "description": "The newest 20",
            "items": {
              "type": "object",
              "required": [
                "id",
                "service",
                "title",
                "startedAt"
              ],
              "properties": {
                "id": {
                  "type": "string"
                },
                "service": {
                  "type": "string"
                },
                "title": {
                  "type": "string"
                },
                "startedAt": {
                  "type": "string",
                  "format": "date-time"
                }
              }
            }
          }
        }
      },
      "DoraSelection": {
        "type": "object",
        "required": [
          "owners",
          "systems",
          "services",
          "timeZone",
          "timeZones",
          "defaultWindowDays",
          "bands",
          "hasDemoData"
        ],
        "properties": {
          "owners": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "systems": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "services": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "timeZone": {
            "type": "string"
          },
          "timeZones": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "defaultWindowDays": {
            "type": "integer"
          },
          "bands": {
            "type": "array",
            "items": {
              "type": "integer"
            }
          },
          "hasDemoData": {
            "type": "boolean"
          }
        }
      },
      "Incident": {
        "type": "object",
        "required": [
          "id",
          "source",
          "service",
          "title",
          "startedAt",
          "links",
          "demo"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "source": {
            "type": "string",
            "description": "`portal`, or the name of a source"
          },
          "service": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "url": {
            "type": "string"
          },
          "environment": {
            "type": "string",
            "description": "The affected environment, if its source reports it"
          },
          "tier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Absent: not reported, which counts as production"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "resolvedAt": {
            "type": "string",
            "format": "date-time"
          },
          "openedBy": {
            "type": "string"
          },
          "resolvedBy": {
            "type": "string"
          },
          "demo": {
            "type": "boolean"
          },
          "links": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "deployment",
                "role",
                "origin"
              ],
              "properties": {
                "deployment": {
                  "type": "string"
                },
                "role": {
                  "$ref": "#/components/schemas/LinkRole"
                },
                "origin": {
                  "$ref": "#/components/schemas/LinkOrigin"
                },
                "by": {
                  "type": "string"
                },
                "version": {
                  "type": "string"
                },
                "environment": {
                  "type": "string"
                },
                "finishedAt": {
                  "type": "string",
                  "format": "date-time"
                }
              }
            }
          }
        }
      },
      "IngestRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "source",
          "events"
        ],
        "properties": {
          "source": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:/-]*$",
            "description": "Name of the pipeline or tool; part of the identity of its records"
          },
          "dryRun": {
            "type": "boolean",
            "default": false,
            "description": "Returns the outcome of each event without storing anything"
          },
          "events": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "description": "A DeploymentEventIn, DeploymentStatusEventIn, ChangeEventIn or IncidentEventIn. An invalid event is rejected individually"
            }
          }
        }
      },
      "DeploymentEventIn": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "type",
          "service",
          "environment",
          "version",
          "outcome",
          "finishedAt"
        ],
        "properties": {
          "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "Id of the event, unique within the source. An event that is sent twice with the same id counts once"
          },
          "type": {
            "type": "string",
            "enum": [
              "deployment"
            ]
          },
          "deployment": {
            "type": "string",
            "maxLength": 300,
            "description": "The source's id of the deployment; absent: the id of the event. Of several events of a deployment the latest one wins"
          },
          "occurredAt": {
            "type": "string",
            "format": "date-time",
            "description": "When the source reported it; the latest event of a deployment wins. Absent: finishedAt"
          },
          "service": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref, or a name that the annotation slipway/dora-name maps to a service"
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too"
          },
          "environment": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255
          },
          "tier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Absent: the tier of the environment of this name in app-config, else defaultTier"
          },
          "defaultTier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Used if neither `tier` nor app-config defines the tier. Absent: `other`"
          },
          "kind": {
            "type": "string",
            "enum": [
              "deploy",
              "rollback",
              "restart",
              "remove"
            ],
            "default": "deploy"
          },
          "hotfix": {
            "type": "boolean",
            "default": false
          },
          "version": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "artifact": {
            "type": "string",
            "maxLength": 1000,
            "description": "Absent: the version"
          },
          "outcome": {
            "type": "string",
            "enum": [
              "succeeded",
              "failed",
              "rolled_back",
              "rollback_failed"
            ]
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "trafficAt": {
            "type": "string",
            "format": "date-time",
            "description": "Absent: finishedAt, if the deployment succeeded"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "restoredAt": {
            "type": "string",
            "format": "date-time"
          },
          "reverts": {
            "type": "string",
            "maxLength": 300,
            "description": "The source's id of the deployment that this one reverts"
          },
          "commits": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "type": "string",
              "maxLength": 200
            },
            "description": "Commits that are new in this version. Absent: unknown"
          },
          "commit": {
            "type": "string",
            "maxLength": 200,
            "description": "Head commit of the version, which contains all changes that were merged before it and not deployed yet"
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "ownerGroup": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref of the owner at that time; absent: the owner when the event arrives"
          },
          "system": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref of the system at that time; absent: the system when the event arrives"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "DeploymentStatusEventIn": {
        "type": "object",
        "description": "One status of a deployment, for sources that report each status as it happens. The outcome, start, traffic and end of the deployment are derived from all its statuses",
        "additionalProperties": false,
        "required": [
          "id",
          "type",
          "deployment",
          "state",
          "at",
          "service",
          "environment",
          "version"
        ],
        "properties": {
          "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300
          },
          "type": {
            "type": "string",
            "enum": [
              "deploymentStatus"
            ]
          },
          "deployment": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's id of the deployment"
          },
          "state": {
            "type": "string",
            "enum": [
              "queued",
              "waiting",
              "in_progress",
              "succeeded",
              "failed",
              "inactive"
            ],
            "description": "The deployment starts when it is first `in_progress` after it was last `waiting`. The last of `succeeded` and `failed` is its outcome. `inactive`: another deployment replaced it"
          },
          "at": {
            "type": "string",
            "format": "date-time",
            "description": "When the deployment entered this state"
          },
          "sequence": {
            "type": "string",
            "pattern": "^[0-9]{1,30}$",
            "description": "Number that orders statuses of the same moment as the source does"
          },
          "createdAt": {
            "type": "string",
            "format": "date-time",
            "description": "When the deployment was requested; used as its start if no status contains it"
          },
          "service": {
            "type": "string",
            "maxLength": 300
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too"
          },
          "environment": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255
          },
          "tier": {
            "$ref": "#/components/schemas/Tier"
          },
          "defaultTier": {
            "$ref": "#/components/schemas/Tier"
          },
          "kind": {
            "type": "string",
            "enum": [
              "deploy",
              "rollback",
              "restart",
              "remove"
            ],
            "default": "deploy"
          },
          "hotfix": {
            "type": "boolean",
            "default": false
          },
          "version": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "artifact": {
            "type": "string",
            "maxLength": 1000,
            "description": "Absent: the version"
          },
          "commit": {
            "type": "string",
            "maxLength": 200
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "ChangeEventIn": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "type",
          "service",
          "commit"
        ],
        "properties": {
          "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300
          },
          "type": {
            "type": "string",
            "enum": [
              "change"
            ]
          },
          "occurredAt": {
            "type": "string",
            "format": "date-time"
          },
          "service": {
            "type": "string",
            "maxLength": 300
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too"
          },
          "commit": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "title": {
            "type": "string",
            "maxLength": 1000
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "authoredAt": {
            "type": "string",
            "format": "date-time"
          },
          "openedAt": {
            "type": "string",
            "format": "date-time"
          },
          "approvedAt": {
            "type": "string",
            "format": "date-time"
          },
          "mergedAt": {
            "type": "string",
            "format": "date-time"
          },
          "isMerge": {
            "type": "boolean",
            "default": false,
            "description": "Whether it only merges other commits"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "IncidentEventIn": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "type",
          "incident",
          "startedAt"
        ],
        "properties": {
          "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300
          },
          "type": {
            "type": "string",
            "enum": [
              "incident"
            ]
          },
          "occurredAt": {
            "type": "string",
            "format": "date-time"
          },
          "service": {
            "type": "string",
            "maxLength": 300,
            "description": "Optional for the end of a known incident, which is found by `incident`"
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's stable id of the service, such as the id of a repository. If `service` is unknown, names that were sent with this id before are tried. slipway/dora-name may contain it, too"
          },
          "incident": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "The source's id of the incident"
          },
          "alert": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "Id of the alert, if `incident` names one of its notifications. Notifications of an alert that overlap, or whose end has a different start than their beginning, are merged into one incident"
          },
          "title": {
            "type": "string",
            "maxLength": 300
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "environment": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255,
            "description": "The affected environment. The incident is attributed to a deployment to the environment of this name or, if there is none, to one of its tier"
          },
          "tier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Absent: the tier of the environment of this name in app-config, else `production`"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "resolvedAt": {
            "type": "string",
            "format": "date-time"
          },
          "causedBy": {
            "type": "array",
            "maxItems": 100,
            "items": {
              "type": "string",
              "maxLength": 300
            },
            "description": "The source's ids of deployments, or `portal:` followed by the id of a deployment by the portal"
          },
          "fixedBy": {
            "type": "array",
            "maxItems": 100,
            "items": {
              "type": "string",
              "maxLength": 300
            },
            "description": "Same format as `causedBy`"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "DemoFlag": {
        "type": "boolean",
        "default": false,
        "description": "Whether it is demo data, which shows how the page looks and is marked wherever it appears"
      },
      "IngestAnswer": {
        "type": "object",
        "required": [
          "accepted",
          "repeated",
          "unmapped",
          "rejected",
          "results"
        ],
        "properties": {
          "accepted": {
            "type": "integer"
          },
          "repeated": {
            "type": "integer"
          },
          "unmapped": {
            "type": "integer"
          },
          "rejected": {
            "type": "integer"
          },
          "results": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "status"
              ],
              "properties": {
                "id": {
                  "type": "string"
                },
                "status": {
                  "$ref": "#/components/schemas/IngestStatus"
                },
                "reason": {
                  "type": "string"
                }
              }
            }
          }
        }
      },
      "IngestStatus": {
        "type": "string",
        "enum": [
          "accepted",
          "repeated",
          "unmapped",
          "rejected"
        ]
      },
      "DeadStatus": {
        "type": "string",
        "enum": [
          "rejected",
          "unmapped"
        ]
      },
      "IngestedEvents": {
        "type": "object",
        "required": [
          "items",
          "total",
          "sources"
        ],
        "properties": {
          "items": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/IngestedEvent"
            }
          },
          "total": {
            "type": "integer",
            "description": "Number of matching events on all pages"
          },
          "sources": {
            "type": "array",
            "description": "Sources with dead letters and their numbers, independent of the filter",
            "items": {
              "type": "object",
              "required": [
                "source",
                "rejected",
                "unmapped"
              ],
              "properties": {
                "source": {
                  "type": "string"
                },
                "rejected": {
                  "type": "integer"
                },
                "unmapped": {
                  "type": "integer"
                }
              }
            }
          },
          "nextCursor": {
            "type": "string"
          }
        }
      },
      "IngestedEvent": {
        "type": "object",
        "required": [
          "event",
          "source",
          "status",
          "receivedAt",
          "body"
        ],
        "properties": {
          "event": {
            "type": "string",
            "description": "Id of this record"
          },
          "source": {
            "type": "string"
          },
          "id": {
            "type": "string",
            "description": "The source's id of the event, if it has one"
          },
          "type": {
            "type": "string"
          },
          "status": {
            "$ref": "#/components/schemas/IngestStatus"
          },
          "reason": {
            "type": "string"
          },
          "service": {
            "type": "string",
            "description": "Entity ref, or the source's name for the service if it was readable"
          },
          "occurredAt": {
            "type": "string",
            "format": "date-time"
          },
          "receivedAt": {
            "type": "string",
            "format": "date-time"
          },
          "skewed": {
            "type": "boolean",
            "description": "Whether it contained a future time when it arrived"
          },
          "body": {
            "type": "string",
            "description": "The event as received, with probable secrets removed, cut at 16 kB; empty once it is accepted"
          },
          "bodyCut": {
            "type": "boolean",
            "description": "Whether the body was cut"
          }
        }
      },
      "ReplayRequest": {
        "description": "Either `events` or `match`",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "events": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
              "type": "string",
              "maxLength": 100
            },
            "description": "Ids of ingested events"
          },
          "match": {
            "type": "object",
            "additionalProperties": false,
            "description": "The filters of the list; an empty object matches all dead letters",
            "properties": {
              "status": {
                "$ref": "#/components/schemas/DeadStatus"
              },
              "source": {
                "type": "string",
                "maxLength": 100
              },
              "text": {
                "type": "string",
                "maxLength": 200
              },
              "skewed": {
                "type": "boolean"
              },
              "since": {
                "type": "string",
                "format": "date-time"
              },
              "until": {
                "type": "string",
                "format": "date-time"
              }
            }
          },
          "cursor": {
            "type": "string",
            "maxLength": 2000,
            "description": "Only with `match`: `nextCursor` of the previous response"
          }
        }
      },
      "ReplayAnswer": {
        "type": "object",
        "required": [
          "results"
        ],
        "properties": {
          "results": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "event",
                "source",
                "status"
              ],
              "properties": {
                "event": {
                  "type": "string"
                },
                "source": {
                  "type": "string"
                },
                "id": {
                  "type": "string"
                },
                "status": {
                  "$ref": "#/components/schemas/IngestStatus"
                },
                "reason": {
                  "type": "string"
                }
              }
            }
          },
          "nextCursor": {
            "type": "string"
          }
        }
      }
    }
  }
} as const;
