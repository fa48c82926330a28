/* eslint-disable */
// Generated from dora.openapi.yaml by `yarn generate:api`; do not edit.

/** The API's OpenAPI document, as `createValidatedOpenApiRouter` takes it. */
export const spec = {
  "openapi": "3.0.3",
  "info": {
    "title": "dora",
    "version": "1",
    "description": "Delivery metrics of services, teams and systems, the facts behind them, and where other pipelines tell of theirs. Mounted under `/dora` of the deployments plugin. Times are RFC 3339 in UTC, durations are milliseconds, ratios are numbers from 0 to 1. What each metric counts is in `docs/reference/delivery-metrics.md`.\n\nMetrics read what the caller may read: rows of services that the permission policy hides from the caller are neither shown nor counted, and the answer says how many services were left out.",
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
      "description": "Opened, resolved and linked by persons"
    },
    {
      "name": "ingestion",
      "description": "What other pipelines and tools tell"
    }
  ],
  "paths": {
    "/metrics": {
      "get": {
        "operationId": "getDoraMetrics",
        "tags": [
          "metrics"
        ],
        "summary": "The five metrics of the selection, their change against the period before, and their trend.",
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
        "summary": "Exactly the rows that a metric looked at, newest first, each with why it counted or did not.",
        "description": "The value of the metric is a recount of the counted rows of all pages. With `Accept: text/csv` all rows come as one CSV stream, without pages; a cell that a spreadsheet would take for a formula begins with an apostrophe.",
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
            "description": "Only rows that counted, or only those that did not",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "in": "query",
            "name": "reason",
            "description": "Only rows that did not count for this reason",
            "schema": {
              "$ref": "#/components/schemas/DoraReason"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "How many items a page has at most",
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
            "description": "nextCursor of the page before",
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
        "summary": "What is missing or doubtful in the data behind the selection.",
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
        "summary": "What can be selected (teams, systems, services with data), and the defaults of app-config.",
        "responses": {
          "200": {
            "description": "What can be selected",
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
        "summary": "Incidents, newest first.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Service"
          },
          {
            "in": "query",
            "name": "open",
            "description": "Only those that go on, or only resolved ones",
            "schema": {
              "type": "boolean"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "How many items a page has at most",
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
            "description": "nextCursor of the page before",
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
        "summary": "A person opens an incident of a service. The same Idempotency-Key with the same body gives the same incident.",
        "parameters": [
          {
            "in": "header",
            "name": "Idempotency-Key",
            "description": "Unique per incident. Sent again by the same person with the same body it gives the incident that it opened before; with another body it is refused with 409.",
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
                    "description": "When users began to be hurt; absent: now"
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
            "description": "It was opened before, by a request with the same Idempotency-Key",
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
        "summary": "One incident, with its links.",
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
        "summary": "A person says that users are no longer hurt.",
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
          "description": "How they belong together",
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
        "summary": "A person says that the deployment caused or fixed the incident.",
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
        "summary": "A person says that they do not belong together; no inference links them again.",
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
        "summary": "Deployments, changes and incidents of another pipeline. Repeating an event changes nothing.",
        "description": "Events stand for themselves: a bad one is rejected with a reason and kept among the dead letters, the others are accepted. Order does not matter, nor how late they come.",
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
            "description": "What became of each event, in their order",
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
        "summary": "Events that could not be used (dead letters) or belong to no known service, newest first.",
        "parameters": [
          {
            "in": "query",
            "name": "status",
            "description": "Only these",
            "schema": {
              "$ref": "#/components/schemas/DeadStatus"
            }
          },
          {
            "in": "query",
            "name": "source",
            "allowReserved": true,
            "description": "Only those of this source",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "text",
            "allowReserved": true,
            "description": "Only those with this in their reason, type, service or id; upper and lower case alike",
            "schema": {
              "type": "string",
              "maxLength": 200
            }
          },
          {
            "in": "query",
            "name": "skewed",
            "description": "Events from the future as of when they came instead, accepted ones as well",
            "schema": {
              "type": "boolean",
              "default": false
            }
          },
          {
            "in": "query",
            "name": "since",
            "allowReserved": true,
            "description": "Only those that came then or later",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "until",
            "allowReserved": true,
            "description": "Only those that came before",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "limit",
            "description": "How many items a page has at most",
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
            "description": "nextCursor of the page before",
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
        "summary": "One event, and what became of it.",
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
        "summary": "Takes an event in again, after its cause was mended (a service was mapped, for one).",
        "responses": {
          "200": {
            "description": "What became of it",
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
        "summary": "Takes several events in again, or all that match.",
        "description": "With `match` some at a time, newest first: go on with `nextCursor` until there is none. What came meanwhile is not among them.",
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
            "description": "What became of each",
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
        "description": "Tier of the environments that count",
        "schema": {
          "$ref": "#/components/schemas/Tier"
        }
      },
      "From": {
        "in": "query",
        "name": "from",
        "description": "First day of the window in its time zone; absent: `deployments.dora.defaultWindow` before `to`. A window has 731 days at most",
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
        "description": "Width of a period of the trend; absent: by the length of the window",
        "schema": {
          "$ref": "#/components/schemas/DoraInterval"
        }
      },
      "TimeZone": {
        "in": "query",
        "name": "timeZone",
        "allowReserved": true,
        "description": "IANA name; absent: that of app-config",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      },
      "Ownership": {
        "in": "query",
        "name": "ownership",
        "description": "Owners and systems as of each deployment, or as of today",
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
        "description": "Year of the report that bands come from; absent: the newest",
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
        "description": "A metric",
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
        "description": "An error that says what to do",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "InvalidRequest": {
        "description": "The request is not valid; the message names the field",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "Unauthenticated": {
        "description": "No token, or one that is not valid",
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
        "description": "There is no such thing, or the caller may not see it",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "Conflict": {
        "description": "What is there now does not allow it",
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
            "description": "End of the window, exclusive; may lie ahead"
          },
          "elapsedTo": {
            "type": "string",
            "format": "date-time",
            "description": "Now, where the window is not over"
          },
          "previous": {
            "description": "The period of equal elapsed time just before, which the cards compare with",
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
            "description": "Up to when facts are worked into these figures"
          },
          "hiddenServices": {
            "type": "integer",
            "description": "How many services the caller may not read; they are not counted"
          },
          "demo": {
            "type": "boolean",
            "description": "Some of the rows are demo data"
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
            "description": "Absent: insufficient data"
          },
          "p75": {
            "type": "number"
          },
          "p90": {
            "type": "number"
          },
          "n": {
            "type": "integer",
            "description": "Sample size: deployments, commits or periods of recovery"
          },
          "numerator": {
            "type": "integer",
            "description": "What a ratio counts of `n`"
          },
          "deploymentDaysPerWeek": {
            "type": "number",
            "description": "Of deployment frequency"
          },
          "open": {
            "type": "integer",
            "description": "Of recovery time: periods that go on, outside the median"
          },
          "breakdown": {
            "description": "Of change lead time, medians of its parts where data allows",
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
            "description": "Counted deployments that an incident may still be linked to"
          },
          "previous": {
            "type": "number",
            "description": "Value of the period before; absent: insufficient data"
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
        "description": "Why a row does not count; docs/reference/delivery-metrics.md explains each",
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
            "description": "The performance levels to which the report gives a range that the value lies in; several where the report gives them the same one",
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
            "description": "Not over yet"
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
            "description": "Absent: no data, a gap; of deployment frequency: deployments of the period"
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
            "description": "Of the deployment, commit or period of recovery"
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
            "description": "What places the row in the window"
          },
          "counted": {
            "type": "boolean",
            "description": "Whether it is part of the sample"
          },
          "hit": {
            "type": "boolean",
            "description": "Of ratios: whether it is in the numerator"
          },
          "reason": {
            "$ref": "#/components/schemas/DoraReason"
          },
          "why": {
            "type": "string",
            "description": "One sentence: why it counted, hit or not, or did not count"
          },
          "value": {
            "type": "number",
            "description": "Milliseconds, of times"
          },
          "settling": {
            "type": "boolean"
          },
          "repeated": {
            "type": "boolean",
            "description": "The same version was deployed there before"
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
            "description": "Id of the deployment; of the portal's own where `source` is `portal`"
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
            "description": "The newest of them"
          },
          "incidentCount": {
            "type": "integer",
            "description": "How many incidents there are, where these are more than `incidents` has"
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
            "description": "Events that belong to no service of the catalog"
          },
          "unmappedServices": {
            "type": "array",
            "maxItems": 20,
            "description": "What sources call the services of deployments that no service of the catalog claims (repositories, for one), those with the most events first. Empty without the permission deployments.dora.manage",
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
            "description": "Environments whose tier neither their source nor app-config says: they count as `other`. Those with the most deployments first",
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
            "description": "Services from whose incidents nobody has ever told"
          },
          "services": {
            "type": "integer",
            "description": "Services of the selection with deployments"
          },
          "negativeTimes": {
            "type": "integer",
            "description": "Commits authored after they were deployed"
          },
          "clockSkewEvents": {
            "type": "integer",
            "description": "Events from the future as of when they were received"
          },
          "links": {
            "type": "integer"
          },
          "inferredLinks": {
            "type": "integer"
          },
          "unlinkedIncidents": {
            "type": "integer",
            "description": "Incidents that no deployment is linked to"
          },
          "newestUnlinked": {
            "type": "array",
            "maxItems": 20,
            "description": "The newest of them",
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
            "description": "Where it hurts, where its source says"
          },
          "tier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Absent: nobody says, which is taken for production"
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
            "description": "Name of the pipeline or tool; part of the identity of what it tells of"
          },
          "dryRun": {
            "type": "boolean",
            "default": false,
            "description": "Says what would become of each event, and keeps nothing"
          },
          "events": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "description": "A DeploymentEventIn, DeploymentStatusEventIn, ChangeEventIn or IncidentEventIn; one that is not is rejected alone"
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
            "description": "Of the event, unique within the source: what comes twice with the same id counts once"
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
            "description": "Id of the deployment at the source; absent: the id of the event. Of several events of a deployment the latest holds"
          },
          "occurredAt": {
            "type": "string",
            "format": "date-time",
            "description": "When the source said so; the latest of a deployment wins. Absent: finishedAt"
          },
          "service": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref, or a name that the annotation slipway/dora-name maps"
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too"
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
            "description": "Absent: that of the environment of this name in app-config, else defaultTier"
          },
          "defaultTier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Where neither tier nor app-config says it. Absent: `other`"
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
            "description": "Absent: finishedAt where it succeeded"
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
            "description": "Id of the deployment at the source that this one takes back"
          },
          "commits": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "type": "string",
              "maxLength": 200
            },
            "description": "New in this version. Absent: not known"
          },
          "commit": {
            "type": "string",
            "maxLength": 200,
            "description": "Head of the version: all changes merged before it and not deployed yet are in it"
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "ownerGroup": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref of who owned the service then; absent: who owns it when the event comes"
          },
          "system": {
            "type": "string",
            "maxLength": 300,
            "description": "Entity ref of the system that the service was part of; absent: as of when the event comes"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "DeploymentStatusEventIn": {
        "type": "object",
        "description": "One status of a deployment, for sources that report each as it happens. Outcome, start, traffic and end of the deployment follow from all of its statuses",
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
            "description": "Id of the deployment at the source"
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
            "description": "It starts when it is first `in_progress` after it was last `waiting`. The last of `succeeded` and `failed` is its outcome; `inactive`: another one took its place"
          },
          "at": {
            "type": "string",
            "format": "date-time",
            "description": "When the deployment came into this state"
          },
          "sequence": {
            "type": "string",
            "pattern": "^[0-9]{1,30}$",
            "description": "Number that orders statuses of the same moment, as the source does"
          },
          "createdAt": {
            "type": "string",
            "format": "date-time",
            "description": "When the deployment was requested: its start, where no status says"
          },
          "service": {
            "type": "string",
            "maxLength": 300
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too"
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
            "description": "What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too"
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
            "description": "It does nothing but merge other commits"
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
            "description": "May be absent from the end of an incident that is known: it is found by `incident`"
          },
          "serviceId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "What the source knows the service by, however it is called (the id of a repository). Where `service` is not known, names that came with this id before are tried; slipway/dora-name may name it too"
          },
          "incident": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "Id of the incident at the source"
          },
          "alert": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "Id of the alert that fired, where `incident` names one notification of it. Notifications of an alert that overlap, or whose end comes with another start than their beginning, are one incident"
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
            "description": "Where it hurts. It is laid to deployments to the environment of this name; where there are none, to those of its tier"
          },
          "tier": {
            "allOf": [
              {
                "$ref": "#/components/schemas/Tier"
              }
            ],
            "description": "Absent: that of the environment of this name in app-config, else `production`"
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
            "description": "Ids of deployments at the source, or `portal:` and the id of one of the portal"
          },
          "fixedBy": {
            "type": "array",
            "maxItems": 100,
            "items": {
              "type": "string",
              "maxLength": 300
            },
            "description": "As causedBy"
          },
          "demo": {
            "$ref": "#/components/schemas/DemoFlag"
          }
        }
      },
      "DemoFlag": {
        "type": "boolean",
        "default": false,
        "description": "Made up to show what the page looks like; marked as such wherever it shows"
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
            "description": "How many match, on all pages"
          },
          "sources": {
            "type": "array",
            "description": "Sources with events that could not be used, and how many; whatever is asked for",
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
            "description": "Of the event at its source, where it has one"
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
            "description": "Entity ref, or what the source calls the service, as far as that could be read"
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
            "description": "It said to be from the future when it came"
          },
          "body": {
            "type": "string",
            "description": "As it came, without what looks like a secret, cut at 16 kB; empty once it is accepted"
          },
          "bodyCut": {
            "type": "boolean",
            "description": "There is more of the body"
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
            "description": "As the list takes them; empty is all that could not be used",
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
            "description": "Of `match`: nextCursor of the answer before"
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
