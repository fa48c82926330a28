/* eslint-disable */
// Generated from openapi.yaml by `yarn generate:api`; do not edit.

/** The API's OpenAPI document, as `createValidatedOpenApiRouter` takes it. */
export const spec = {
  "openapi": "3.0.3",
  "info": {
    "title": "deployments",
    "version": "2",
    "description": "Self-service deployments for Backstage. Times are RFC 3339 in UTC, durations are milliseconds, and services are entity refs (`component:default/checkout`), URL-encoded in paths.\n\nEvery request needs a Backstage token: a user's, or a service's from `backend.auth.externalAccess`. The portal's permission policy decides what the caller may do. Decisions that a person must make need a user's token: approve, reject, decide, override, skip a step, abandon, request a hotfix, lift a hold or a quarantine, and resolve drift.\n\nLimits: request bodies up to 1 MB (413 if larger) and 20 open event streams per user or service (429 if more). Backstage's own `backend.rateLimit` applies to all other requests. Lists are paged: pass `nextCursor` as `cursor` until it is absent.\n\nErrors have `error.name` and `error.message`. The message says what is wrong, names the field if there is one, and says what to do. What the caller may not see is reported as if it did not exist.",
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
      "name": "environments",
      "description": "Environments and golden paths from app-config"
    },
    {
      "name": "services",
      "description": "What is running where, holds and drift"
    },
    {
      "name": "versions",
      "description": "What can be deployed. CI registers versions."
    },
    {
      "name": "deployments",
      "description": "Plan, request, follow and control deployments"
    },
    {
      "name": "audit",
      "description": "Who did what, when and why"
    },
    {
      "name": "health",
      "description": "Whether replicas pick up due work"
    },
    {
      "name": "admin",
      "description": "The state of the engine, for operators"
    }
  ],
  "paths": {
    "/environments": {
      "get": {
        "operationId": "listEnvironments",
        "tags": [
          "environments"
        ],
        "summary": "Lists the environments from app-config, in promotion order.",
        "responses": {
          "200": {
            "description": "Environments",
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
                        "$ref": "#/components/schemas/Environment"
                      }
                    }
                  }
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
    "/golden-paths": {
      "get": {
        "operationId": "listGoldenPaths",
        "tags": [
          "environments"
        ],
        "summary": "Lists the golden paths from app-config.",
        "responses": {
          "200": {
            "description": "Golden paths",
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
                        "$ref": "#/components/schemas/GoldenPath"
                      }
                    }
                  }
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
    "/services": {
      "get": {
        "operationId": "listServices",
        "tags": [
          "services"
        ],
        "summary": "Lists the services that a golden path applies to, with the versions that are running.",
        "parameters": [
          {
            "in": "query",
            "name": "q",
            "allowReserved": true,
            "description": "Part of a name or title",
            "schema": {
              "type": "string",
              "maxLength": 200
            }
          },
          {
            "in": "query",
            "name": "owner",
            "allowReserved": true,
            "description": "Entity ref of the owner",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          }
        ],
        "responses": {
          "200": {
            "description": "Services",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "items",
                    "totalItems"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/ServiceOverview"
                      }
                    },
                    "totalItems": {
                      "type": "integer"
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
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/services/{ref}/overview": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ServiceRef"
        }
      ],
      "get": {
        "operationId": "getServiceOverview",
        "tags": [
          "services"
        ],
        "summary": "Returns a service with its environments, what is running there since when, who deployed it, and what the caller can do.",
        "responses": {
          "200": {
            "description": "The overview",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ServiceOverview"
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
    "/services/{ref}/versions": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ServiceRef"
        }
      ],
      "get": {
        "operationId": "listVersions",
        "tags": [
          "versions"
        ],
        "summary": "Lists the versions of a service, newest first, from registrations and version sources.",
        "parameters": [
          {
            "in": "query",
            "name": "q",
            "allowReserved": true,
            "description": "Part of a name, artifact or commit",
            "schema": {
              "type": "string",
              "maxLength": 200
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          }
        ],
        "responses": {
          "200": {
            "description": "Versions",
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
                        "$ref": "#/components/schemas/Version"
                      }
                    },
                    "nextCursor": {
                      "type": "string"
                    },
                    "warnings": {
                      "description": "Version sources that failed, and why.",
                      "type": "array",
                      "items": {
                        "type": "string"
                      }
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
        "operationId": "registerVersion",
        "tags": [
          "versions"
        ],
        "summary": "Registers a version, typically from CI. Registering the same artifact again returns the existing version.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/RegisterVersionRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The artifact was already registered",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Version"
                }
              }
            }
          },
          "201": {
            "description": "Registered",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Version"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/services/{ref}/versions/{versionId}/quarantine": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ServiceRef"
        },
        {
          "in": "path",
          "name": "versionId",
          "required": true,
          "description": "Id of a version",
          "schema": {
            "type": "string",
            "maxLength": 100
          }
        }
      ],
      "put": {
        "operationId": "quarantineVersion",
        "tags": [
          "versions"
        ],
        "summary": "Quarantines a version, so that it cannot be deployed.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ReasonRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The version",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Version"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "delete": {
        "operationId": "releaseVersion",
        "tags": [
          "versions"
        ],
        "summary": "Lifts the quarantine of a version. Needs a user's token.",
        "parameters": [
          {
            "in": "query",
            "name": "reason",
            "allowReserved": true,
            "description": "Why the version may be deployed after all. The audit trail records it.",
            "schema": {
              "type": "string",
              "maxLength": 2000
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The version",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Version"
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
    "/services/{ref}/environments/{environment}/hold": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ServiceRef"
        },
        {
          "$ref": "#/components/parameters/EnvironmentName"
        }
      ],
      "put": {
        "operationId": "placeHold",
        "tags": [
          "services"
        ],
        "summary": "Places a hold on a service in an environment, which blocks new deployments there.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ReasonRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The state of the environment",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EnvironmentState"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "post": {
        "operationId": "liftHold",
        "tags": [
          "services"
        ],
        "summary": "Lifts the hold. Needs a user's token.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ReasonRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The state of the environment",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EnvironmentState"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/services/{ref}/environments/{environment}/drift": {
      "parameters": [
        {
          "$ref": "#/components/parameters/ServiceRef"
        },
        {
          "$ref": "#/components/parameters/EnvironmentName"
        }
      ],
      "post": {
        "operationId": "resolveDrift",
        "tags": [
          "services"
        ],
        "summary": "Resolves drift by adopting the running version as current, or by allowing the next deployment to overwrite it.",
        "description": "Observes the environment first. If something else is running than the caller saw, nothing changes and the response is 409.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "choice",
                  "reason",
                  "drift"
                ],
                "properties": {
                  "choice": {
                    "type": "string",
                    "enum": [
                      "adopt",
                      "overwrite"
                    ]
                  },
                  "reason": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 2000,
                    "pattern": "\\S"
                  },
                  "drift": {
                    "description": "The `id` of the drift that the caller saw",
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 64
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The state of the environment",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EnvironmentState"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/deployments/plan": {
      "post": {
        "operationId": "planDeployment",
        "tags": [
          "deployments"
        ],
        "summary": "Plans a deployment, with its steps and all blockers. Changes nothing.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateDeploymentRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The plan",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Plan"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/deployments": {
      "get": {
        "operationId": "listDeployments",
        "tags": [
          "deployments"
        ],
        "summary": "Lists deployments, newest first.",
        "parameters": [
          {
            "in": "query",
            "name": "service",
            "allowReserved": true,
            "description": "Entity ref",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "in": "query",
            "name": "environment",
            "description": "Name of an environment",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "status",
            "description": "One or more statuses",
            "schema": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/DeploymentStatus"
              }
            }
          },
          {
            "in": "query",
            "name": "kind",
            "description": "Only deployments of this kind",
            "schema": {
              "$ref": "#/components/schemas/DeploymentKind"
            }
          },
          {
            "in": "query",
            "name": "requestedBy",
            "allowReserved": true,
            "description": "Entity ref of a user",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "in": "query",
            "name": "since",
            "allowReserved": true,
            "description": "Not before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "until",
            "allowReserved": true,
            "description": "Before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          }
        ],
        "responses": {
          "200": {
            "description": "Deployments",
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
                        "$ref": "#/components/schemas/DeploymentSummary"
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
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      },
      "post": {
        "operationId": "createDeployment",
        "tags": [
          "deployments"
        ],
        "summary": "Requests a deployment. Repeating a request with the same Idempotency-Key and body returns the same deployment.",
        "parameters": [
          {
            "in": "header",
            "name": "Idempotency-Key",
            "description": "Unique for each intended deployment, e.g. the id of a CI run. If the same caller repeats a request with the same key and body, the response is the deployment that the first request created. With another body, the response is 409.",
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
                "$ref": "#/components/schemas/CreateDeploymentRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The deployment that an earlier request with this key created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "201": {
            "description": "Requested",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/deployments/{id}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        }
      ],
      "get": {
        "operationId": "getDeployment",
        "tags": [
          "deployments"
        ],
        "summary": "Returns a deployment with all details.",
        "responses": {
          "200": {
            "description": "The deployment",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
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
    "/deployments/{id}/events": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        }
      ],
      "get": {
        "operationId": "getDeploymentEvents",
        "tags": [
          "deployments"
        ],
        "summary": "Lists the events of a deployment, or streams them with `Accept: text/event-stream`.",
        "description": "The messages of the stream are `event` (a DeploymentEvent), `measurement` (a Measurement), `log` (a LogLine) and, after everything else of an ended deployment, `end` (`{status, seq}`). Each message has an id such as `e12.m40.l88`: the reader's position in events, measurements and log. Send it as `Last-Event-ID` to resume all three without gaps or repetitions. Comments keep the connection open. Reconnect if a stream closes without `end`, which happens after 15 minutes at the latest. After `end`, there are no more messages.",
        "parameters": [
          {
            "in": "header",
            "name": "Last-Event-ID",
            "description": "Id of the last message that the client received. For the stream only.",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "after",
            "description": "Only events with a greater seq",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Events",
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
                        "$ref": "#/components/schemas/DeploymentEvent"
                      }
                    }
                  }
                }
              },
              "text/event-stream": {
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
          "429": {
            "$ref": "#/components/responses/TooManyStreams"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/deployments/{id}/measurements": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        }
      ],
      "get": {
        "operationId": "listMeasurements",
        "tags": [
          "deployments"
        ],
        "summary": "Lists the measurements of a deployment's checks, oldest first.",
        "parameters": [
          {
            "in": "query",
            "name": "step",
            "description": "Only of this step",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "after",
            "description": "Only measurements with a greater seq",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Measurements",
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
                        "$ref": "#/components/schemas/Measurement"
                      }
                    },
                    "removedAt": {
                      "description": "When retention removed the measurements. Absent if it removed none.",
                      "type": "string",
                      "format": "date-time"
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
      }
    },
    "/deployments/{id}/logs": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        }
      ],
      "get": {
        "operationId": "listLogLines",
        "tags": [
          "deployments"
        ],
        "summary": "Lists the log lines of a deployment's steps, oldest first.",
        "parameters": [
          {
            "in": "query",
            "name": "step",
            "description": "Only of this step",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "q",
            "allowReserved": true,
            "description": "Only lines that contain this text",
            "schema": {
              "type": "string",
              "maxLength": 200
            }
          },
          {
            "in": "query",
            "name": "after",
            "description": "Only lines with a greater seq",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          },
          {
            "in": "query",
            "name": "limit",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 5000,
              "default": 1000
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Log lines",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "items",
                    "truncated"
                  ],
                  "properties": {
                    "items": {
                      "type": "array",
                      "items": {
                        "$ref": "#/components/schemas/LogLine"
                      }
                    },
                    "truncated": {
                      "description": "Whether a step wrote more lines than are stored. A line in the log says where it was cut.",
                      "type": "boolean"
                    },
                    "removedAt": {
                      "description": "When retention removed the log. Absent if it removed nothing.",
                      "type": "string",
                      "format": "date-time"
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
      }
    },
    "/deployments/{id}/commands": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        }
      ],
      "post": {
        "operationId": "sendCommand",
        "tags": [
          "deployments"
        ],
        "summary": "Sends a command to a deployment. Repeating a request with the same commandId does not repeat the command. If the deployment's state does not allow the command, the response is 409 with the reason.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CommandRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The outcome",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CommandOutcome"
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
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/deployments/{id}/commands/{commandId}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/DeploymentId"
        },
        {
          "in": "path",
          "name": "commandId",
          "required": true,
          "description": "The commandId that was sent",
          "schema": {
            "type": "string",
            "maxLength": 200
          }
        }
      ],
      "get": {
        "operationId": "getCommand",
        "tags": [
          "deployments"
        ],
        "summary": "Returns the outcome of a command.",
        "responses": {
          "200": {
            "description": "The outcome",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CommandOutcome"
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
    "/audit": {
      "get": {
        "operationId": "listAuditEntries",
        "tags": [
          "audit"
        ],
        "summary": "Lists audit entries, newest first.",
        "parameters": [
          {
            "in": "query",
            "name": "deployment",
            "description": "Id of a deployment",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "service",
            "allowReserved": true,
            "description": "Entity ref",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "in": "query",
            "name": "environment",
            "description": "Name of an environment",
            "schema": {
              "type": "string",
              "maxLength": 100
            }
          },
          {
            "in": "query",
            "name": "actor",
            "allowReserved": true,
            "description": "Entity ref of a user, or `service:…`",
            "schema": {
              "type": "string",
              "maxLength": 300
            }
          },
          {
            "in": "query",
            "name": "since",
            "allowReserved": true,
            "description": "Not before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "in": "query",
            "name": "until",
            "allowReserved": true,
            "description": "Before this time",
            "schema": {
              "type": "string",
              "format": "date-time"
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          }
        ],
        "responses": {
          "200": {
            "description": "Audit entries",
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
                        "$ref": "#/components/schemas/AuditEntry"
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
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/health": {
      "get": {
        "operationId": "getHealth",
        "tags": [
          "health"
        ],
        "summary": "Reports whether replicas pick up due work.",
        "description": "For monitoring. Any replica responds for all of them, from the database. `degraded` (200) means that the engine works with limitations; `stalled` (503) means that somebody must act. If the database cannot be reached, the status is `stalled` and there are no figures.",
        "responses": {
          "200": {
            "description": "`ok` or `degraded`",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EngineHealth"
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
          "503": {
            "description": "`stalled`: due work is not done",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EngineHealth"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Error"
          }
        }
      }
    },
    "/admin/engine": {
      "get": {
        "operationId": "getEngine",
        "tags": [
          "admin"
        ],
        "summary": "Returns the state of the engine, including what has waited longest and what is stuck.",
        "description": "Needs the permission `deployments.engine.read`. Deployments that the caller may not read are left out and counted in `hidden`. Each list has the first 50 items.",
        "responses": {
          "200": {
            "description": "The engine",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/EngineView"
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
      "ServiceRef": {
        "in": "path",
        "name": "ref",
        "required": true,
        "description": "Entity ref, URL-encoded",
        "schema": {
          "type": "string",
          "maxLength": 300
        }
      },
      "EnvironmentName": {
        "in": "path",
        "name": "environment",
        "required": true,
        "description": "Name of an environment from app-config",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      },
      "DeploymentId": {
        "in": "path",
        "name": "id",
        "required": true,
        "description": "Id of a deployment",
        "schema": {
          "type": "string",
          "maxLength": 100
        }
      },
      "Limit": {
        "in": "query",
        "name": "limit",
        "description": "The most items per page",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 500,
          "default": 50
        }
      },
      "Cursor": {
        "in": "query",
        "name": "cursor",
        "allowReserved": true,
        "description": "The nextCursor of the previous page",
        "schema": {
          "type": "string",
          "maxLength": 2000
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
        "description": "The request is not valid. The message names the field.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            },
            "example": {
              "error": {
                "name": "InputError",
                "message": "request/body must have required property 'environment'"
              }
            }
          }
        }
      },
      "Unauthenticated": {
        "description": "The token is missing or not valid",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "NotAllowed": {
        "description": "The caller lacks a permission, which the message names, or only a person can do this",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            },
            "example": {
              "error": {
                "name": "NotAllowedError",
                "message": "You don't have permission to create deployments for component:default/checkout in production. Ask your portal's administrators for the permission deployments.deployment.create."
              }
            }
          }
        }
      },
      "NotFound": {
        "description": "The resource does not exist, or the caller may not see it",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            }
          }
        }
      },
      "Conflict": {
        "description": "The current state does not allow it. The message says why.",
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
      },
      "TooManyStreams": {
        "description": "The caller has reached the limit of open event streams",
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
              },
              "deployment": {
                "description": "The deployment that the message is about, so that pages can link to it",
                "type": "object",
                "required": [
                  "id",
                  "title"
                ],
                "properties": {
                  "id": {
                    "type": "string"
                  },
                  "title": {
                    "description": "E.g. \"the deployment of 1.5.0 to production\"",
                    "type": "string"
                  }
                }
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
      "JsonObject": {
        "type": "object",
        "additionalProperties": true
      },
      "EnvironmentTier": {
        "type": "string",
        "enum": [
          "production",
          "staging",
          "testing",
          "development",
          "other"
        ]
      },
      "DeploymentKind": {
        "type": "string",
        "enum": [
          "deploy",
          "rollback",
          "restart",
          "remove"
        ]
      },
      "DeploymentStatus": {
        "type": "string",
        "enum": [
          "queued",
          "running",
          "waiting",
          "rolling_back",
          "succeeded",
          "failed",
          "rolled_back",
          "rollback_failed",
          "cancelled",
          "expired",
          "superseded"
        ]
      },
      "StepStatus": {
        "description": "`retrying`: failed with a retryable error and starts again at `retryAt`. `waiting`: needs a person's decision. `undoing` and `undone`: a rollback is undoing, or has undone, its change.",
        "type": "string",
        "enum": [
          "pending",
          "running",
          "waiting",
          "retrying",
          "succeeded",
          "failed",
          "skipped",
          "cancelled",
          "undoing",
          "undone",
          "undo_failed"
        ]
      },
      "Changes": {
        "description": "What a step changes in the environment.",
        "type": "string",
        "enum": [
          "none",
          "reversible",
          "irreversible"
        ]
      },
      "OnFailure": {
        "type": "string",
        "enum": [
          "rollback",
          "pause",
          "fail"
        ]
      },
      "Verdict": {
        "description": "`overridden`: a person continued without a passed verdict.",
        "type": "string",
        "enum": [
          "passed",
          "failed",
          "inconclusive",
          "error",
          "overridden"
        ]
      },
      "Reason": {
        "type": "string",
        "maxLength": 2000
      },
      "ReasonRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "reason"
        ],
        "properties": {
          "reason": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2000,
            "pattern": "\\S"
          }
        }
      },
      "Environment": {
        "type": "object",
        "required": [
          "name",
          "title",
          "tier",
          "order",
          "target"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "description": {
            "type": "string"
          },
          "tier": {
            "$ref": "#/components/schemas/EnvironmentTier"
          },
          "order": {
            "description": "Position in promotion order, from 0",
            "type": "integer"
          },
          "target": {
            "type": "object",
            "required": [
              "provider",
              "capabilities"
            ],
            "properties": {
              "provider": {
                "type": "string"
              },
              "capabilities": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          },
          "promotesFrom": {
            "type": "object",
            "required": [
              "environment",
              "soakMs"
            ],
            "properties": {
              "environment": {
                "type": "string"
              },
              "soakMs": {
                "type": "integer"
              }
            }
          },
          "approvals": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/ApprovalRule"
            }
          },
          "distinctApprovers": {
            "description": "Whether each rule needs a different person, including `approve` steps of the path",
            "type": "boolean"
          },
          "windows": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Window"
            }
          }
        }
      },
      "ApprovalRule": {
        "type": "object",
        "required": [
          "name",
          "count",
          "from",
          "selfApproval"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "count": {
            "type": "integer",
            "minimum": 1
          },
          "from": {
            "description": "Entity refs of groups and users",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "selfApproval": {
            "type": "boolean"
          },
          "expiresAfterMs": {
            "type": "integer"
          }
        }
      },
      "Window": {
        "type": "object",
        "required": [
          "name",
          "effect",
          "reason",
          "schedule",
          "forMs",
          "timeZone"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "effect": {
            "type": "string",
            "enum": [
              "deny",
              "allow"
            ]
          },
          "reason": {
            "type": "string"
          },
          "schedule": {
            "description": "Cron expression of its start times",
            "type": "string"
          },
          "forMs": {
            "type": "integer"
          },
          "timeZone": {
            "type": "string"
          }
        }
      },
      "GoldenPath": {
        "type": "object",
        "required": [
          "name",
          "title",
          "steps",
          "onFailure"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "description": {
            "type": "string"
          },
          "steps": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/PlannedStep"
            }
          },
          "onFailure": {
            "$ref": "#/components/schemas/OnFailure"
          },
          "inputs": {
            "description": "JSON Schema of the inputs",
            "allOf": [
              {
                "$ref": "#/components/schemas/JsonObject"
              }
            ]
          }
        }
      },
      "PlannedStep": {
        "type": "object",
        "required": [
          "id",
          "title",
          "use",
          "description",
          "needs",
          "changes",
          "checks",
          "timeoutMs"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "use": {
            "description": "Step kind",
            "type": "string"
          },
          "description": {
            "description": "What the step does",
            "type": "string"
          },
          "needs": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "changes": {
            "$ref": "#/components/schemas/Changes"
          },
          "checks": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/CheckRule"
            }
          },
          "timeoutMs": {
            "type": "integer"
          },
          "attempts": {
            "description": "The most attempts, including the first",
            "type": "integer"
          },
          "onFailure": {
            "$ref": "#/components/schemas/OnFailure"
          },
          "skipped": {
            "description": "Why this step is skipped",
            "type": "string"
          }
        }
      },
      "CheckRule": {
        "type": "object",
        "required": [
          "name",
          "provider",
          "condition"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "provider": {
            "type": "string"
          },
          "measure": {
            "description": "What is measured, e.g. `success-rate`",
            "type": "string"
          },
          "subject": {
            "type": "string",
            "enum": [
              "candidate",
              "baseline",
              "service"
            ]
          },
          "condition": {
            "description": "The threshold as text, e.g. `≥ 99 %`",
            "type": "string"
          },
          "unit": {
            "type": "string",
            "enum": [
              "ratio",
              "ms",
              "count",
              "status",
              "bytes",
              "none"
            ]
          },
          "threshold": {
            "$ref": "#/components/schemas/Threshold"
          },
          "everyMs": {
            "type": "integer"
          },
          "afterMs": {
            "type": "integer"
          },
          "failForMs": {
            "type": "integer"
          },
          "tolerateErrors": {
            "type": "integer"
          },
          "noData": {
            "type": "string",
            "enum": [
              "inconclusive",
              "fail"
            ]
          },
          "minSamples": {
            "description": "The fewest requests for a rate or a percentile. Fewer count as no data.",
            "type": "integer"
          }
        }
      },
      "Threshold": {
        "type": "object",
        "properties": {
          "atLeast": {
            "type": "number"
          },
          "atMost": {
            "type": "number"
          },
          "between": {
            "type": "array",
            "items": {
              "type": "number"
            },
            "minItems": 2,
            "maxItems": 2
          },
          "equals": {
            "oneOf": [
              {
                "type": "number"
              },
              {
                "type": "string"
              },
              {
                "type": "boolean"
              }
            ]
          }
        }
      },
      "Commit": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          },
          "message": {
            "type": "string",
            "maxLength": 5000
          },
          "author": {
            "type": "string",
            "maxLength": 300
          },
          "authoredAt": {
            "type": "string",
            "format": "date-time"
          },
          "url": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          }
        }
      },
      "VersionSummary": {
        "type": "object",
        "required": [
          "id",
          "name",
          "artifact"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "artifact": {
            "type": "string"
          },
          "commitId": {
            "description": "Id of the newest commit by author time. Of equal ones, the last in the list.",
            "type": "string"
          },
          "changeUrl": {
            "type": "string"
          }
        }
      },
      "Version": {
        "type": "object",
        "required": [
          "id",
          "service",
          "name",
          "artifact",
          "commits",
          "createdAt",
          "flags",
          "source"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "service": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "artifact": {
            "description": "Image digest, purl or URI",
            "type": "string"
          },
          "commits": {
            "description": "Newest first by author time. Of equal ones, the last registered comes first; commits without a time come last.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Commit"
            }
          },
          "changeUrl": {
            "type": "string"
          },
          "createdAt": {
            "type": "string",
            "format": "date-time"
          },
          "flags": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "source": {
            "description": "`api` or the id of the version source",
            "type": "string"
          },
          "quarantined": {
            "type": "object",
            "required": [
              "by",
              "at",
              "reason"
            ],
            "properties": {
              "by": {
                "type": "string"
              },
              "at": {
                "type": "string",
                "format": "date-time"
              },
              "reason": {
                "type": "string"
              }
            }
          },
          "environments": {
            "description": "Environments where this version is running",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "lastKnownGoodIn": {
            "description": "Environments where this is the last known good version",
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "RegisterVersionRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "artifact"
        ],
        "properties": {
          "name": {
            "description": "The name that people see. One line without invisible characters, and neither `.` nor `..`.",
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "\\S"
          },
          "artifact": {
            "description": "Identifies the version in all environments, e.g. an image with its digest",
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "pattern": "\\S"
          },
          "commits": {
            "description": "Newest first, with author times",
            "type": "array",
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/Commit"
            }
          },
          "changeUrl": {
            "description": "URL of the pull request, with http or https and without a user name or password",
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "createdAt": {
            "description": "When the version was built. Default is now",
            "type": "string",
            "format": "date-time"
          },
          "flags": {
            "description": "Flags that golden paths can use in conditions, e.g. `migrations`",
            "type": "array",
            "maxItems": 50,
            "items": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
            }
          }
        },
        "example": {
          "name": "1.4.2",
          "artifact": "registry.example.com/checkout@sha256:9f2b…",
          "commits": [
            {
              "id": "a1b2c3d",
              "message": "Fix rounding",
              "author": "ana",
              "authoredAt": "2026-03-02T09:14:00Z"
            }
          ],
          "changeUrl": "https://git.example.com/checkout/pull/7",
          "flags": [
            "migrations"
          ]
        }
      },
      "Blocker": {
        "type": "object",
        "required": [
          "kind",
          "message"
        ],
        "properties": {
          "kind": {
            "type": "string",
            "enum": [
              "slot",
              "window",
              "schedule",
              "promotion",
              "soak",
              "approval",
              "hold",
              "drift",
              "quarantine",
              "unobserved",
              "paused",
              "decision",
              "unknown_outcome"
            ]
          },
          "message": {
            "type": "string"
          },
          "until": {
            "description": "When the blocker ends, if known. For `slot`: the decision deadline of the deployment that owns the environment.",
            "type": "string",
            "format": "date-time"
          },
          "rule": {
            "description": "For `approval`: the name of the rule",
            "type": "string"
          },
          "unblockedBy": {
            "description": "For `approval`: entity refs of the groups and users that the rule names",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "ask": {
            "description": "Entity refs of people and groups to ask about it. For `approval`: the members of `unblockedBy`, including nested groups, the first 20 by name.",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "askUrl": {
            "description": "Where to ask, from `contacts` in app-config",
            "type": "string"
          },
          "you": {
            "description": "What the reader can do about it, or why they cannot, in one sentence",
            "type": "string"
          },
          "overridable": {
            "type": "boolean"
          },
          "stepId": {
            "type": "string"
          },
          "deploymentId": {
            "description": "The deployment that causes the blocker",
            "type": "string"
          }
        }
      },
      "Principal": {
        "type": "object",
        "required": [
          "principal",
          "via"
        ],
        "properties": {
          "principal": {
            "description": "Entity ref of a user, or `service:…`",
            "type": "string"
          },
          "onBehalfOf": {
            "type": "string"
          },
          "via": {
            "type": "string",
            "enum": [
              "portal",
              "api",
              "action",
              "system"
            ]
          }
        }
      },
      "Instance": {
        "type": "object",
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "artifact": {
            "type": "string"
          },
          "versionName": {
            "type": "string"
          },
          "url": {
            "type": "string"
          }
        }
      },
      "DeploymentSummary": {
        "type": "object",
        "required": [
          "id",
          "kind",
          "service",
          "environment",
          "version",
          "status",
          "requestedBy",
          "requestedAt",
          "touched",
          "blockers",
          "goldenPath",
          "hotfix",
          "progress",
          "seq"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "kind": {
            "$ref": "#/components/schemas/DeploymentKind"
          },
          "service": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          },
          "version": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "baseline": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "status": {
            "$ref": "#/components/schemas/DeploymentStatus"
          },
          "cause": {
            "description": "Why the deployment was rolled back or ended",
            "type": "string"
          },
          "message": {
            "description": "The current state or the outcome, in one sentence",
            "type": "string"
          },
          "reason": {
            "type": "string"
          },
          "hotfix": {
            "type": "boolean"
          },
          "reverts": {
            "description": "The deployment that this rollback reverts",
            "type": "string"
          },
          "requestedBy": {
            "$ref": "#/components/schemas/Principal"
          },
          "requestedAt": {
            "type": "string",
            "format": "date-time"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "touched": {
            "type": "boolean"
          },
          "blockers": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Blocker"
            }
          },
          "goldenPath": {
            "type": "object",
            "required": [
              "name",
              "title"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "title": {
                "type": "string"
              }
            }
          },
          "progress": {
            "type": "object",
            "required": [
              "total",
              "finished"
            ],
            "properties": {
              "total": {
                "type": "integer"
              },
              "finished": {
                "type": "integer"
              },
              "step": {
                "description": "Position of the current step in the list of steps, from 1. Absent before the start and after the end.",
                "type": "integer"
              },
              "current": {
                "description": "Title of that step",
                "type": "string"
              }
            }
          },
          "trafficWeight": {
            "description": "Percent of traffic on the candidate, 0 to 100",
            "type": "number"
          },
          "verification": {
            "$ref": "#/components/schemas/Verdict"
          },
          "commitCount": {
            "type": "integer"
          },
          "seq": {
            "description": "Number of the last event",
            "type": "integer"
          }
        }
      },
      "Deployment": {
        "allOf": [
          {
            "$ref": "#/components/schemas/DeploymentSummary"
          },
          {
            "type": "object",
            "required": [
              "steps",
              "commands",
              "onFailure",
              "serverTime"
            ],
            "properties": {
              "steps": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/StepRun"
                }
              },
              "rollback": {
                "$ref": "#/components/schemas/RollbackRun"
              },
              "onFailure": {
                "$ref": "#/components/schemas/OnFailure"
              },
              "planHash": {
                "type": "string"
              },
              "plannedAt": {
                "description": "While queued: when the plan behind its steps, rollbackTarget and planHash was last evaluated",
                "type": "string",
                "format": "date-time"
              },
              "rollbackNote": {
                "description": "What happens if the deployment fails. Absent once it has ended.",
                "type": "string"
              },
              "rollbackTarget": {
                "$ref": "#/components/schemas/VersionSummary"
              },
              "candidate": {
                "$ref": "#/components/schemas/Instance"
              },
              "url": {
                "description": "Stable URL of the service in this environment",
                "type": "string"
              },
              "decideBy": {
                "type": "string",
                "format": "date-time"
              },
              "expiresAt": {
                "description": "While queued: when the deployment expires unless it has started",
                "type": "string",
                "format": "date-time"
              },
              "inputs": {
                "$ref": "#/components/schemas/JsonObject"
              },
              "approvals": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/Approval"
                }
              },
              "commands": {
                "description": "The commands for the current state, with their consequences and, if the reader cannot send one, the reason.",
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/AllowedCommand"
                }
              },
              "diff": {
                "$ref": "#/components/schemas/VersionDiff"
              },
              "trafficHistory": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "at",
                    "weight"
                  ],
                  "properties": {
                    "at": {
                      "type": "string",
                      "format": "date-time"
                    },
                    "weight": {
                      "type": "number"
                    }
                  }
                }
              },
              "goBack": {
                "description": "What rolling back means for this deployment. Only for ended deployments that the caller may roll back.",
                "type": "object",
                "required": [
                  "from",
                  "to"
                ],
                "properties": {
                  "from": {
                    "description": "Its version is running, and there is a version to roll back to",
                    "type": "boolean"
                  },
                  "to": {
                    "description": "Its version is eligible as the target of a rollback",
                    "type": "boolean"
                  }
                }
              },
              "logsRemovedAt": {
                "description": "When retention removed the step logs. Absent if it removed none.",
                "type": "string",
                "format": "date-time"
              },
              "measurementsRemovedAt": {
                "description": "When retention removed the measurements. Absent if it removed none. The verdicts of steps are kept, but not the states of their checks.",
                "type": "string",
                "format": "date-time"
              },
              "serverTime": {
                "type": "string",
                "format": "date-time"
              }
            }
          }
        ]
      },
      "Approval": {
        "type": "object",
        "required": [
          "by",
          "at",
          "choice"
        ],
        "properties": {
          "by": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "choice": {
            "type": "string",
            "enum": [
              "approve",
              "reject"
            ]
          },
          "reason": {
            "type": "string"
          },
          "stepId": {
            "type": "string"
          },
          "rule": {
            "type": "string"
          }
        }
      },
      "VersionDiff": {
        "type": "object",
        "required": [
          "commits"
        ],
        "properties": {
          "from": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "to": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "direction": {
            "description": "Which of the two versions is newer. Without a `from`, on a first deployment, it is `forward`. It is `unknown` if one of them is not registered.",
            "type": "string",
            "enum": [
              "forward",
              "backward",
              "same",
              "unknown"
            ]
          },
          "commits": {
            "description": "Commits in `to` that are not in `from`, or the other way round if `to` is older. Newest first by author time.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Commit"
            }
          },
          "changeUrls": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "StepRun": {
        "allOf": [
          {
            "$ref": "#/components/schemas/PlannedStep"
          },
          {
            "type": "object",
            "required": [
              "status",
              "attempt"
            ],
            "properties": {
              "status": {
                "$ref": "#/components/schemas/StepStatus"
              },
              "attempt": {
                "description": "Counts from 1. It is 0 if the step has not started.",
                "type": "integer"
              },
              "waitsFor": {
                "description": "Ids of all earlier steps that must end first, direct and indirect. Only while the step is pending or retrying in a started deployment. A step that its condition skips does not hold up later steps.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "startedAt": {
                "type": "string",
                "format": "date-time"
              },
              "finishedAt": {
                "type": "string",
                "format": "date-time"
              },
              "retryAt": {
                "type": "string",
                "format": "date-time"
              },
              "message": {
                "description": "What the step is doing, or how it ended",
                "type": "string"
              },
              "error": {
                "$ref": "#/components/schemas/StepError"
              },
              "verdict": {
                "$ref": "#/components/schemas/Verdict"
              },
              "checkStates": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/CheckState"
                }
              },
              "blocker": {
                "$ref": "#/components/schemas/Blocker"
              }
            }
          }
        ]
      },
      "StepError": {
        "type": "object",
        "required": [
          "message"
        ],
        "properties": {
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          }
        }
      },
      "CheckState": {
        "description": "The state of a check in a step.",
        "type": "object",
        "required": [
          "name",
          "passed",
          "failed",
          "errors",
          "noData"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "verdict": {
            "$ref": "#/components/schemas/Verdict"
          },
          "passed": {
            "description": "Measurements that passed",
            "type": "integer"
          },
          "failed": {
            "type": "integer"
          },
          "errors": {
            "type": "integer"
          },
          "noData": {
            "type": "integer"
          },
          "measuredThrough": {
            "description": "The `seq` of the newest measurement that is included. Readers of the event stream add the newer ones.",
            "type": "integer"
          },
          "failingSince": {
            "type": "string",
            "format": "date-time"
          },
          "message": {
            "type": "string"
          }
        }
      },
      "RollbackRun": {
        "type": "object",
        "required": [
          "cause",
          "strategy",
          "steps",
          "startedAt"
        ],
        "properties": {
          "cause": {
            "type": "string",
            "enum": [
              "failure",
              "cancel",
              "manual",
              "decision",
              "takeover",
              "deadline"
            ]
          },
          "message": {
            "type": "string"
          },
          "by": {
            "type": "string"
          },
          "strategy": {
            "type": "string",
            "enum": [
              "baseline",
              "last_known_good"
            ]
          },
          "to": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "steps": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/RollbackStepRun"
            }
          },
          "verification": {
            "$ref": "#/components/schemas/Verdict"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "RollbackStepRun": {
        "type": "object",
        "required": [
          "id",
          "title",
          "status",
          "attempt"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "status": {
            "$ref": "#/components/schemas/StepStatus"
          },
          "attempt": {
            "type": "integer"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "finishedAt": {
            "type": "string",
            "format": "date-time"
          },
          "message": {
            "type": "string"
          },
          "error": {
            "$ref": "#/components/schemas/StepError"
          }
        }
      },
      "CommandType": {
        "description": "`skipStep`: ends a waiting or checking step early and sets its verdict to overridden. `decide`: a person's decision where the pipeline asks for one. `override`: starts despite overridable blockers. `abandon`: an administrator frees an environment whose last effect has an unknown outcome.",
        "type": "string",
        "enum": [
          "approve",
          "reject",
          "pause",
          "resume",
          "cancel",
          "rollback",
          "retryStep",
          "skipStep",
          "decide",
          "override",
          "abandon"
        ]
      },
      "AllowedCommand": {
        "type": "object",
        "required": [
          "type",
          "allowed",
          "label",
          "consequence",
          "needsReason"
        ],
        "properties": {
          "type": {
            "$ref": "#/components/schemas/CommandType"
          },
          "choice": {
            "$ref": "#/components/schemas/DecisionChoice"
          },
          "stepId": {
            "type": "string"
          },
          "allowed": {
            "type": "boolean"
          },
          "label": {
            "description": "The label of the button, e.g. `Roll back to 1.4.1`",
            "type": "string"
          },
          "refusal": {
            "description": "Why the command is not allowed, and whom to ask",
            "type": "string"
          },
          "consequence": {
            "description": "What the command does, in one or two sentences",
            "type": "string"
          },
          "needsReason": {
            "type": "boolean"
          },
          "destructive": {
            "type": "boolean"
          }
        }
      },
      "DecisionChoice": {
        "type": "string",
        "enum": [
          "continue",
          "rollback",
          "retry",
          "fail"
        ]
      },
      "CommandRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "type",
          "commandId"
        ],
        "properties": {
          "type": {
            "$ref": "#/components/schemas/CommandType"
          },
          "commandId": {
            "description": "Unique for each press of a button",
            "type": "string",
            "minLength": 8,
            "maxLength": 200
          },
          "stepId": {
            "description": "The step that the command is about. Without it, `approve` and `reject` are about the environment's rules while the deployment is queued, and later about the one step that waits for an approval.",
            "type": "string",
            "maxLength": 100
          },
          "choice": {
            "$ref": "#/components/schemas/DecisionChoice"
          },
          "reason": {
            "$ref": "#/components/schemas/Reason"
          },
          "expectedSeq": {
            "description": "The seq of the deployment as the person saw it",
            "type": "integer",
            "minimum": 0
          },
          "planHash": {
            "description": "Required for `approve`: the `planHash` of the deployment as the person saw it",
            "type": "string",
            "maxLength": 200
          }
        },
        "example": {
          "type": "approve",
          "commandId": "2f6b1a52-7d0e-4a55-8f7c-6f6f3c1f6a10",
          "expectedSeq": 7,
          "planHash": "9f2c6a0e5d7b4f1c8a3e6d2b9c0f4a7e1d5b8c3f6a9e2d7b0c4f8a1e5d9b3c6f",
          "reason": "Looks good"
        }
      },
      "CommandOutcome": {
        "type": "object",
        "required": [
          "commandId",
          "type",
          "status",
          "at",
          "by"
        ],
        "properties": {
          "commandId": {
            "type": "string"
          },
          "type": {
            "$ref": "#/components/schemas/CommandType"
          },
          "status": {
            "type": "string",
            "enum": [
              "accepted",
              "refused"
            ]
          },
          "message": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "by": {
            "type": "string"
          },
          "seq": {
            "type": "integer"
          }
        }
      },
      "CreateDeploymentRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "service",
          "environment"
        ],
        "properties": {
          "service": {
            "description": "Entity ref",
            "type": "string",
            "minLength": 1,
            "maxLength": 300
          },
          "environment": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100
          },
          "kind": {
            "$ref": "#/components/schemas/DeploymentKind"
          },
          "versionId": {
            "description": "The version. Required for `deploy` unless there is an artifact. For `rollback`: the version to roll back to, if not the default.",
            "type": "string",
            "maxLength": 100
          },
          "artifact": {
            "description": "The artifact of the version, instead of versionId",
            "type": "string",
            "maxLength": 1000
          },
          "reverts": {
            "description": "For `rollback`: the finished deployment to revert",
            "type": "string",
            "maxLength": 100
          },
          "reason": {
            "$ref": "#/components/schemas/Reason"
          },
          "hotfix": {
            "type": "boolean"
          },
          "inputs": {
            "$ref": "#/components/schemas/JsonObject"
          },
          "notBefore": {
            "description": "Do not start before this time",
            "type": "string",
            "format": "date-time"
          },
          "planHash": {
            "description": "Reject the request if the plan has changed since",
            "type": "string",
            "maxLength": 200
          }
        },
        "example": {
          "service": "component:default/checkout",
          "environment": "staging",
          "versionId": "6f1d0c1e-5b0a-4f7e-9f53-0f6a2f5d8a11",
          "reason": "Fix rounding"
        }
      },
      "Plan": {
        "type": "object",
        "required": [
          "service",
          "environment",
          "kind",
          "goldenPath",
          "steps",
          "onFailure",
          "blockers",
          "warnings",
          "planHash",
          "canStart"
        ],
        "properties": {
          "service": {
            "type": "string"
          },
          "environment": {
            "$ref": "#/components/schemas/Environment"
          },
          "kind": {
            "$ref": "#/components/schemas/DeploymentKind"
          },
          "version": {
            "$ref": "#/components/schemas/Version"
          },
          "baseline": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "rollbackTarget": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "rollbackNote": {
            "description": "What happens if the deployment fails",
            "type": "string"
          },
          "goldenPath": {
            "type": "object",
            "required": [
              "name",
              "title"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "title": {
                "type": "string"
              }
            }
          },
          "inputs": {
            "description": "JSON Schema of the inputs",
            "allOf": [
              {
                "$ref": "#/components/schemas/JsonObject"
              }
            ]
          },
          "steps": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/PlannedStep"
            }
          },
          "onFailure": {
            "$ref": "#/components/schemas/OnFailure"
          },
          "blockers": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Blocker"
            }
          },
          "warnings": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "planHash": {
            "type": "string"
          },
          "canStart": {
            "description": "Whether the deployment would start immediately",
            "type": "boolean"
          },
          "queue": {
            "type": "object",
            "required": [
              "policy",
              "ahead"
            ],
            "properties": {
              "policy": {
                "type": "string",
                "enum": [
                  "queue",
                  "supersede",
                  "refuse"
                ]
              },
              "ahead": {
                "type": "integer"
              }
            }
          },
          "diff": {
            "$ref": "#/components/schemas/VersionDiff"
          }
        }
      },
      "Hold": {
        "type": "object",
        "required": [
          "reason",
          "by",
          "at"
        ],
        "properties": {
          "reason": {
            "type": "string"
          },
          "by": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "deploymentId": {
            "type": "string"
          }
        }
      },
      "EnvironmentState": {
        "type": "object",
        "required": [
          "environment",
          "health",
          "queued",
          "traffic",
          "actions"
        ],
        "properties": {
          "environment": {
            "$ref": "#/components/schemas/Environment"
          },
          "current": {
            "type": "object",
            "required": [
              "version",
              "since"
            ],
            "properties": {
              "version": {
                "$ref": "#/components/schemas/VersionSummary"
              },
              "since": {
                "type": "string",
                "format": "date-time"
              },
              "by": {
                "type": "string"
              },
              "deploymentId": {
                "type": "string"
              },
              "verification": {
                "$ref": "#/components/schemas/Verdict"
              }
            }
          },
          "lastKnownGood": {
            "type": "object",
            "required": [
              "version"
            ],
            "properties": {
              "version": {
                "$ref": "#/components/schemas/VersionSummary"
              },
              "deploymentId": {
                "type": "string"
              },
              "at": {
                "type": "string",
                "format": "date-time"
              }
            }
          },
          "active": {
            "$ref": "#/components/schemas/DeploymentSummary"
          },
          "queued": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeploymentSummary"
            }
          },
          "last": {
            "$ref": "#/components/schemas/DeploymentSummary"
          },
          "hold": {
            "$ref": "#/components/schemas/Hold"
          },
          "drift": {
            "type": "object",
            "required": [
              "id",
              "message"
            ],
            "properties": {
              "id": {
                "description": "Identifies the expected and the running version. Changes when either changes.",
                "type": "string"
              },
              "message": {
                "type": "string"
              },
              "expected": {
                "type": "string"
              },
              "observed": {
                "type": "string"
              }
            }
          },
          "url": {
            "type": "string"
          },
          "health": {
            "type": "object",
            "required": [
              "status"
            ],
            "properties": {
              "status": {
                "type": "string",
                "enum": [
                  "healthy",
                  "unhealthy",
                  "unknown",
                  "not_deployed"
                ]
              },
              "message": {
                "description": "The reason for the status. For measured values, with the value, the threshold, the sample size and the period.",
                "type": "string"
              },
              "at": {
                "type": "string",
                "format": "date-time"
              },
              "successRate": {
                "type": "number"
              },
              "p95Ms": {
                "type": "number"
              },
              "requests": {
                "description": "Sample size of successRate and p95Ms",
                "type": "integer"
              },
              "from": {
                "description": "Start of the period of successRate and p95Ms. They cover only the version in `current`, since it took over, for five minutes at most.",
                "type": "string",
                "format": "date-time"
              }
            }
          },
          "restarts": {
            "description": "Instances that exited or stopped responding and that the target restarted. Absent if there were none, or if the target does not count them.",
            "type": "object",
            "required": [
              "count",
              "crashLoop",
              "events"
            ],
            "properties": {
              "count": {
                "description": "Restarts since the instances were deployed",
                "type": "integer"
              },
              "crashLoop": {
                "description": "Whether an instance exits again and again, so that restarts do not help",
                "type": "boolean"
              },
              "events": {
                "description": "The last few, newest first",
                "type": "array",
                "items": {
                  "type": "object",
                  "required": [
                    "at",
                    "versionName",
                    "cause",
                    "message"
                  ],
                  "properties": {
                    "at": {
                      "type": "string",
                      "format": "date-time"
                    },
                    "versionName": {
                      "type": "string"
                    },
                    "cause": {
                      "description": "`unresponsive`: the instance was running but did not respond, so the target stopped it",
                      "type": "string",
                      "enum": [
                        "exited",
                        "unresponsive"
                      ]
                    },
                    "message": {
                      "type": "string"
                    }
                  }
                }
              }
            }
          },
          "traffic": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "versionName",
                "weight"
              ],
              "properties": {
                "versionName": {
                  "type": "string"
                },
                "artifact": {
                  "type": "string"
                },
                "weight": {
                  "type": "number"
                }
              }
            }
          },
          "soak": {
            "description": "How long the current version has been verified here, and the soak time that the next environment requires",
            "type": "object",
            "required": [
              "verifiedForMs",
              "requiredMs"
            ],
            "properties": {
              "verifiedForMs": {
                "type": "integer"
              },
              "requiredMs": {
                "type": "integer"
              }
            }
          },
          "promotesTo": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "rollback": {
            "description": "What rolling back means here now. Only in the overview of one service, for callers with permission to roll back.",
            "allOf": [
              {
                "$ref": "#/components/schemas/EnvironmentRollback"
              }
            ]
          },
          "actions": {
            "type": "object",
            "required": [
              "deploy",
              "rollback",
              "liftHold",
              "restart",
              "remove"
            ],
            "properties": {
              "deploy": {
                "type": "boolean"
              },
              "rollback": {
                "type": "boolean"
              },
              "liftHold": {
                "type": "boolean"
              },
              "resolveDrift": {
                "description": "Whether there is drift that the reader may resolve.",
                "type": "boolean"
              },
              "restart": {
                "type": "boolean"
              },
              "remove": {
                "type": "boolean"
              }
            }
          }
        }
      },
      "EnvironmentRollback": {
        "type": "object",
        "required": [
          "how",
          "versions"
        ],
        "properties": {
          "how": {
            "description": "`start`: create a deployment of kind rollback. `command`: a running deployment has changed the environment; send it the command rollback. `none`: there is nothing to roll back to, or a rollback is already running.",
            "type": "string",
            "enum": [
              "start",
              "command",
              "none"
            ]
          },
          "message": {
            "description": "Why there is nothing to roll back, or what else happens, in a sentence or two",
            "type": "string"
          },
          "deploymentId": {
            "description": "For `command`: the deployment to send the command to",
            "type": "string"
          },
          "target": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "versions": {
            "description": "Versions that ran here before, newest first, without the running one",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/RollbackVersion"
            }
          }
        }
      },
      "RollbackVersion": {
        "type": "object",
        "required": [
          "version",
          "eligible"
        ],
        "properties": {
          "version": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "eligible": {
            "type": "boolean"
          },
          "refusal": {
            "description": "Why it is not eligible",
            "type": "string"
          },
          "at": {
            "description": "When it was last deployed here",
            "type": "string",
            "format": "date-time"
          },
          "by": {
            "description": "Who deployed it",
            "type": "string"
          },
          "deploymentId": {
            "description": "The deployment that last deployed it",
            "type": "string"
          },
          "verification": {
            "$ref": "#/components/schemas/Verdict"
          },
          "revertedBy": {
            "description": "The rollback that reverted it",
            "type": "string"
          }
        }
      },
      "ServiceOverview": {
        "type": "object",
        "required": [
          "service",
          "environments"
        ],
        "properties": {
          "service": {
            "type": "object",
            "required": [
              "entityRef",
              "name"
            ],
            "properties": {
              "entityRef": {
                "type": "string"
              },
              "name": {
                "type": "string"
              },
              "title": {
                "type": "string"
              },
              "owner": {
                "type": "string"
              },
              "system": {
                "type": "string"
              }
            }
          },
          "goldenPath": {
            "type": "object",
            "required": [
              "name",
              "title"
            ],
            "properties": {
              "name": {
                "type": "string"
              },
              "title": {
                "type": "string"
              }
            }
          },
          "noPathReason": {
            "description": "Why no golden path applies, and what to do",
            "type": "string"
          },
          "environments": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EnvironmentState"
            }
          }
        }
      },
      "DeploymentEvent": {
        "type": "object",
        "required": [
          "seq",
          "at",
          "type",
          "message"
        ],
        "properties": {
          "seq": {
            "type": "integer"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "type": {
            "type": "string"
          },
          "stepId": {
            "type": "string"
          },
          "by": {
            "type": "string"
          },
          "message": {
            "description": "Describes the event",
            "type": "string"
          },
          "data": {
            "$ref": "#/components/schemas/JsonObject"
          }
        }
      },
      "Measurement": {
        "type": "object",
        "required": [
          "seq",
          "stepId",
          "check",
          "at",
          "outcome"
        ],
        "properties": {
          "seq": {
            "type": "integer"
          },
          "stepId": {
            "type": "string"
          },
          "check": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "value": {
            "type": "number"
          },
          "text": {
            "description": "What was measured, if it is not a number",
            "type": "string"
          },
          "unit": {
            "type": "string"
          },
          "samples": {
            "description": "Sample size of the value",
            "type": "integer"
          },
          "subject": {
            "type": "string"
          },
          "outcome": {
            "type": "string",
            "enum": [
              "passed",
              "failed",
              "error",
              "no_data",
              "warming_up"
            ]
          },
          "message": {
            "type": "string"
          }
        }
      },
      "LogLine": {
        "type": "object",
        "required": [
          "seq",
          "at",
          "stepId",
          "line"
        ],
        "properties": {
          "seq": {
            "type": "integer"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "stepId": {
            "type": "string"
          },
          "level": {
            "type": "string",
            "enum": [
              "info",
              "warn",
              "error"
            ]
          },
          "line": {
            "type": "string"
          }
        }
      },
      "AuditEntry": {
        "type": "object",
        "required": [
          "id",
          "at",
          "actor",
          "action",
          "outcome"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "actor": {
            "$ref": "#/components/schemas/Principal"
          },
          "action": {
            "type": "string"
          },
          "outcome": {
            "type": "string",
            "enum": [
              "accepted",
              "refused"
            ]
          },
          "service": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          },
          "deploymentId": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          },
          "details": {
            "$ref": "#/components/schemas/JsonObject"
          }
        }
      },
      "EngineHealth": {
        "type": "object",
        "required": [
          "status",
          "reasons",
          "queue"
        ],
        "properties": {
          "status": {
            "type": "string",
            "enum": [
              "ok",
              "degraded",
              "stalled"
            ]
          },
          "reasons": {
            "description": "Why the status is not `ok`, worst first. Empty if it is `ok`.",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineHealthReason"
            }
          },
          "queue": {
            "description": "How wake-ups reach the replicas",
            "type": "string"
          },
          "writes": {
            "description": "How writes to the database succeed on the replica that responds. It writes every few seconds, so a success long ago also means a failure.",
            "type": "object",
            "properties": {
              "lastSucceededAt": {
                "type": "string",
                "format": "date-time"
              },
              "lastFailedAt": {
                "type": "string",
                "format": "date-time"
              },
              "lastError": {
                "description": "The database's error for the last write that failed",
                "type": "string"
              }
            }
          },
          "figures": {
            "$ref": "#/components/schemas/EngineFigures"
          }
        }
      },
      "EngineHealthReason": {
        "type": "object",
        "required": [
          "kind",
          "level",
          "message"
        ],
        "properties": {
          "kind": {
            "type": "string",
            "enum": [
              "database_unreachable",
              "writes_failing",
              "writes_failed",
              "work_not_picked_up",
              "no_replica",
              "outbox_stuck",
              "audit_stuck",
              "outbox_failing",
              "polling"
            ]
          },
          "level": {
            "description": "The status that this reason causes",
            "type": "string",
            "enum": [
              "degraded",
              "stalled"
            ]
          },
          "message": {
            "description": "What is wrong and what to do",
            "type": "string"
          }
        }
      },
      "EngineFigures": {
        "description": "Counts from the database, the same on every replica",
        "type": "object",
        "required": [
          "deployments",
          "late",
          "dueWork",
          "oldestDueMs",
          "outbox",
          "outboxOldestMs",
          "unsealed",
          "sealLagMs",
          "replicas"
        ],
        "properties": {
          "deployments": {
            "description": "The number of deployments that are queued or own an environment",
            "type": "object",
            "required": [
              "queued",
              "running",
              "waiting",
              "rolling_back"
            ],
            "properties": {
              "queued": {
                "type": "integer"
              },
              "running": {
                "type": "integer"
              },
              "waiting": {
                "type": "integer"
              },
              "rolling_back": {
                "type": "integer"
              }
            }
          },
          "late": {
            "description": "Deployments that have waited for a person for more than half of the time until the deadline, or whose outcome is unknown",
            "type": "integer"
          },
          "dueWork": {
            "description": "Deployments with due work that no replica has claimed",
            "type": "integer"
          },
          "oldestDueMs": {
            "type": "integer"
          },
          "outbox": {
            "description": "Messages that are not delivered yet",
            "type": "integer"
          },
          "outboxOldestMs": {
            "type": "integer"
          },
          "unsealed": {
            "description": "Audit entries that are not in the hash chain yet",
            "type": "integer"
          },
          "sealLagMs": {
            "description": "Age of the oldest of these audit entries",
            "type": "integer"
          },
          "replicas": {
            "description": "Replicas that are alive",
            "type": "integer"
          }
        }
      },
      "EngineView": {
        "type": "object",
        "required": [
          "at",
          "health",
          "replicas",
          "running",
          "waits",
          "stuck",
          "hidden"
        ],
        "properties": {
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "health": {
            "$ref": "#/components/schemas/EngineHealth"
          },
          "replicas": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineReplica"
            }
          },
          "running": {
            "description": "Deployments in progress, longest first",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineRun"
            }
          },
          "waits": {
            "description": "Deployments that are queued or wait for a person, longest first",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineWait"
            }
          },
          "stuck": {
            "description": "Deployments that cannot, or may not, continue without help",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineStuck"
            }
          },
          "hidden": {
            "description": "Deployments in these lists that the caller may not read",
            "type": "integer"
          }
        }
      },
      "EngineReplica": {
        "type": "object",
        "required": [
          "id",
          "host",
          "pid",
          "version",
          "startedAt",
          "seenAt",
          "alive",
          "running"
        ],
        "properties": {
          "id": {
            "description": "Identifies the process until it ends",
            "type": "string"
          },
          "host": {
            "type": "string"
          },
          "pid": {
            "type": "integer"
          },
          "version": {
            "description": "Version of the plugin",
            "type": "string"
          },
          "startedAt": {
            "type": "string",
            "format": "date-time"
          },
          "seenAt": {
            "type": "string",
            "format": "date-time"
          },
          "alive": {
            "type": "boolean"
          },
          "running": {
            "description": "Deployments that it owns",
            "type": "integer"
          }
        }
      },
      "EngineDeployment": {
        "type": "object",
        "required": [
          "id",
          "kind",
          "service",
          "environment",
          "version",
          "status",
          "seq"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "kind": {
            "$ref": "#/components/schemas/DeploymentKind"
          },
          "service": {
            "type": "string"
          },
          "environment": {
            "type": "string"
          },
          "version": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "status": {
            "$ref": "#/components/schemas/DeploymentStatus"
          },
          "seq": {
            "description": "The number of its last event, to send as expectedSeq in commands",
            "type": "integer"
          }
        }
      },
      "EngineRun": {
        "type": "object",
        "required": [
          "deployment",
          "steps",
          "since"
        ],
        "properties": {
          "deployment": {
            "$ref": "#/components/schemas/EngineDeployment"
          },
          "steps": {
            "description": "Titles of the active steps",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "since": {
            "type": "string",
            "format": "date-time"
          },
          "owner": {
            "description": "The replica that runs the deployment. Absent while none has claimed it.",
            "type": "string"
          },
          "leaseUntil": {
            "type": "string",
            "format": "date-time"
          },
          "wakeAt": {
            "description": "When a replica claims it next",
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "EngineWait": {
        "type": "object",
        "required": [
          "deployment",
          "since",
          "blockers",
          "late"
        ],
        "properties": {
          "deployment": {
            "$ref": "#/components/schemas/EngineDeployment"
          },
          "since": {
            "type": "string",
            "format": "date-time"
          },
          "decideBy": {
            "type": "string",
            "format": "date-time"
          },
          "late": {
            "description": "Whether `late` in the figures counts it",
            "type": "boolean"
          },
          "blockers": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Blocker"
            }
          }
        }
      },
      "EngineStuck": {
        "type": "object",
        "required": [
          "deployment",
          "kind",
          "cause",
          "remedy",
          "commands"
        ],
        "properties": {
          "deployment": {
            "$ref": "#/components/schemas/EngineDeployment"
          },
          "kind": {
            "type": "string",
            "enum": [
              "not_picked_up",
              "owner_gone",
              "lease_expired",
              "newer_reducer",
              "asleep",
              "no_deadline",
              "overdue_step",
              "unknown_outcome",
              "place_not_held",
              "place_held_by_ended"
            ]
          },
          "since": {
            "type": "string",
            "format": "date-time"
          },
          "cause": {
            "type": "string"
          },
          "remedy": {
            "description": "What to do",
            "type": "string"
          },
          "commands": {
            "description": "What the caller can do about it here",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/AllowedCommand"
            }
          }
        }
      }
    }
  }
} as const;
