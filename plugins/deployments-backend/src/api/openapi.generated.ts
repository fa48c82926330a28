/* eslint-disable */
// Generated from openapi.yaml by `yarn generate:api`; do not edit.

/** The API's OpenAPI document, as `createValidatedOpenApiRouter` takes it. */
export const spec = {
  "openapi": "3.0.3",
  "info": {
    "title": "deployments",
    "version": "2",
    "description": "Self-service deployments for Backstage. Times are RFC 3339 in UTC, durations are milliseconds, services are entity refs (`component:default/checkout`), URL-encoded where they stand in a path.\n\nEvery request carries a Backstage token: a user's, or a service's from `backend.auth.externalAccess`. What it may do is decided by the portal's permission policy. What a person must answer for (approve, reject, decide, override, skip a step, abandon, hotfix, lift a hold or a quarantine, resolve drift) takes a user's token only.\n\nLimits: request bodies up to 1 MB (413 above), 20 open event streams per user or service (429 above). Backstage's own `backend.rateLimit` applies to all other requests. Lists are paged: pass `nextCursor` as `cursor` until there is none.\n\nErrors have `error.name` and `error.message`; the message says what is wrong, names the field where there is one, and says what to do. What the caller may not see is answered as if it did not exist.",
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
      "description": "Environments and golden paths of app-config"
    },
    {
      "name": "services",
      "description": "What runs where, holds and drift"
    },
    {
      "name": "versions",
      "description": "What can be deployed; CI registers it"
    },
    {
      "name": "deployments",
      "description": "Plan, request, watch and steer deployments"
    },
    {
      "name": "audit",
      "description": "Who did what, when and why"
    },
    {
      "name": "health",
      "description": "Whether due work is picked up"
    },
    {
      "name": "admin",
      "description": "The engine at work, for those who run it"
    }
  ],
  "paths": {
    "/environments": {
      "get": {
        "operationId": "listEnvironments",
        "tags": [
          "environments"
        ],
        "summary": "The environments of app-config, in promotion order.",
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
        "summary": "The golden paths of app-config.",
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
        "summary": "Every service that a golden path applies to, with what runs where.",
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
        "summary": "What of this service runs where, since when, by whom, and what can be done.",
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
        "summary": "Versions of a service, newest first, from registrations and version sources.",
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
                      "description": "Version sources that could not be asked, and why.",
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
        "summary": "Registers a version, typically from CI. Registering the same artifact again returns the version there is.",
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
            "description": "The artifact was registered before",
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
        "summary": "Marks a version as not to be deployed.",
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
        "summary": "Lifts the quarantine of a version. Only a person may.",
        "parameters": [
          {
            "in": "query",
            "name": "reason",
            "allowReserved": true,
            "description": "Why it may be deployed after all; kept in the audit trail",
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
        "summary": "Puts a hold on a service in an environment.",
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
        "summary": "Lifts the hold, with a reason.",
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
        "summary": "Resolves drift by adopting what runs as current, or by allowing the next deployment to overwrite it.",
        "description": "What runs is observed first. When it is not what the caller looked at, nothing is decided (409).",
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
                    "description": "The `id` of the drift that the caller looked at",
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
        "summary": "Says what a deployment would do, and every blocker with when it ends. Changes nothing.",
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
        "summary": "Deployments, newest first.",
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
            "description": "Only this kind",
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
        "summary": "Requests a deployment. The same Idempotency-Key with the same body gives the same deployment.",
        "parameters": [
          {
            "in": "header",
            "name": "Idempotency-Key",
            "description": "Unique per wish to deploy, e.g. the id of a CI run. Sent again by the same caller with the same body it gives the deployment that it made before; with another body it is refused with 409.",
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
            "description": "The deployment that this key made before",
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
        "summary": "One deployment, whole.",
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
        "summary": "The events of a deployment: as stored, or with `Accept: text/event-stream` as they happen.",
        "description": "The stream's messages are `event` (a DeploymentEvent), `measurement` (a Measurement), `log` (a LogLine) and, when the deployment has ended and everything was sent, `end` (`{status, seq}`). Each has an id such as `e12.m40.l88`: how far the reader is in events, measurements and log. Sent back as `Last-Event-ID` it resumes all three without a gap and without a repetition. Comments keep the connection open. A stream that closes without `end`, at the latest after 15 minutes, is to be resumed; after `end` there is nothing more to come.",
        "parameters": [
          {
            "in": "header",
            "name": "Last-Event-ID",
            "description": "Id of the last message that was received; only for the stream",
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
        "summary": "Measurements of a deployment's checks, oldest first.",
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
                      "description": "When retention removed the measurements; absent when it removed none",
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
        "summary": "Log lines of a deployment's steps, oldest first.",
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
                      "description": "A step wrote more than is kept; a line in the log says where it was cut.",
                      "type": "boolean"
                    },
                    "removedAt": {
                      "description": "When retention removed the log; absent when it removed nothing",
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
        "summary": "A person's command to a deployment. The same commandId is one command however often it is sent. A command that the deployment's state does not allow is refused with 409 and a reason.",
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
          "description": "As given when it was sent",
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
        "summary": "What became of a command.",
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
        "summary": "Audit entries, newest first.",
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
        "summary": "Whether due work is picked up.",
        "description": "For monitors. Any replica answers for all of them: it looks at the tables. What is `degraded` (200) works, but not as it should; what is `stalled` (503) needs somebody. A database that cannot be reached is `stalled`, without figures.",
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
            "description": "`stalled`: what is due is not done",
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
        "summary": "The engine at work, what waits longest and what is stuck.",
        "description": "Takes the permission `deployments.engine.read`. Deployments that the caller may not read are counted in `hidden` and left out. The lists hold the first 50 each.",
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
        "description": "Name of an environment of app-config",
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
        "description": "How many items a page has at most",
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
        "description": "nextCursor of the page before",
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
        "description": "The request is not valid; the message names the field",
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
        "description": "The caller lacks a permission, which the message names; or a person must do this",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Error"
            },
            "example": {
              "error": {
                "name": "NotAllowedError",
                "message": "You lack the permission deployments.deployment.create for component:default/checkout in production. Ask whoever administers your portal's permission policy for it."
              }
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
        "description": "What is there now does not allow it; the message says what and why",
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
        "description": "The caller has as many event streams open as are allowed",
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
        "description": "`retrying`: failed with a retryable error, starts again at `retryAt`. `waiting`: a person decides. `undoing`/`undone`: its change is being, or was, taken back by a rollback.",
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
        "description": "`overridden`: a person went on without a passed verdict.",
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
            "description": "Place in promotion order, from 0",
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
            "description": "Whether each rule, `approve` steps of the path included, needs a different person",
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
            "description": "Cron expression of its beginnings",
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
            "description": "What it does, in words",
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
            "description": "How often it is tried in all",
            "type": "integer"
          },
          "onFailure": {
            "$ref": "#/components/schemas/OnFailure"
          },
          "skipped": {
            "description": "Why this step will not run",
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
            "description": "The threshold in words, e.g. `≥ 99 %`",
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
            "description": "Of how many requests a rate or a percentile is at least; fewer count as no data",
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
            "description": "Id of its newest commit by author time; of equal ones, the last listed",
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
            "description": "Newest first by author time, in whatever order they were registered; of equal ones the last listed first, those without a time last.",
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
            "description": "Where this version is the current one",
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
            "description": "Shown to people; one line, without characters that cannot be seen, and neither `.` nor `..`",
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "\\S"
          },
          "artifact": {
            "description": "What it is known by, the same in all environments, e.g. an image with its digest",
            "type": "string",
            "minLength": 1,
            "maxLength": 1000,
            "pattern": "\\S"
          },
          "commits": {
            "description": "Newest first, with the times of their authors",
            "type": "array",
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/Commit"
            }
          },
          "changeUrl": {
            "description": "Of the pull request; http or https, without a user name or password",
            "type": "string",
            "maxLength": 2000,
            "pattern": "^https?://"
          },
          "createdAt": {
            "description": "When it was built; now if absent",
            "type": "string",
            "format": "date-time"
          },
          "flags": {
            "description": "What golden paths can ask for, e.g. `migrations`",
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
            "description": "When it ends, as far as that is known. For `slot`: when the deployment in the way waits for a person no longer",
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
            "description": "Entity refs of whom to ask about it. For `approval`: the people of `unblockedBy` by the catalog, those of nested groups included, the first 20 by name",
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "askUrl": {
            "description": "Where to ask, by `contacts` of app-config",
            "type": "string"
          },
          "you": {
            "description": "What the reader can do about it, or why not, in a sentence",
            "type": "string"
          },
          "overridable": {
            "type": "boolean"
          },
          "stepId": {
            "type": "string"
          },
          "deploymentId": {
            "description": "The deployment that is in the way",
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
            "description": "Why it is, or was, rolled back or ended",
            "type": "string"
          },
          "message": {
            "description": "How it stands or ended, one sentence",
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
                "description": "Position of the step that it is at, from 1, in the order in which the steps are listed; absent before the start and after the end",
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
                "description": "While it is queued: when the plan that its steps, rollbackTarget and planHash show was evaluated last",
                "type": "string",
                "format": "date-time"
              },
              "rollbackNote": {
                "description": "What happens when it fails, in words; absent once it has ended",
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
                "description": "While it is queued: when it ends as `expired` if it has not started by then",
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
                "description": "What the reader may do now, with its consequence.",
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
                "description": "What rolling back means for this deployment, once it has ended and where the caller may roll back",
                "type": "object",
                "required": [
                  "from",
                  "to"
                ],
                "properties": {
                  "from": {
                    "description": "Users have what it brought in, and there is something to go back to",
                    "type": "boolean"
                  },
                  "to": {
                    "description": "One can go back to the version that it brought in",
                    "type": "boolean"
                  }
                }
              },
              "logsRemovedAt": {
                "description": "When retention removed the step logs; absent when it removed none",
                "type": "string",
                "format": "date-time"
              },
              "measurementsRemovedAt": {
                "description": "When retention removed the measurements; absent when it removed none. The verdicts of steps are kept, the states of their checks are not",
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
            "description": "Which of the two is newer. From nothing, i.e. on a first deployment, it is `forward`; `unknown` where one of them is not registered.",
            "type": "string",
            "enum": [
              "forward",
              "backward",
              "same",
              "unknown"
            ]
          },
          "commits": {
            "description": "What `to` has and `from` has not, or the other way round if it is older; newest first by author time.",
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
                "description": "From 1; 0 when it has not started",
                "type": "integer"
              },
              "waitsFor": {
                "description": "Only while it is pending or retrying in a deployment that started: ids of the earlier steps that have to end first, near or far. A step that its condition skips is transparent.",
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
                "description": "What it is doing, or how it ended",
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
        "description": "How a check stands in a step.",
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
            "description": "Number (`seq`) of the newest measurement that this takes into account; readers of the event stream add the newer ones",
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
        "description": "`skipStep`: end a waiting or checking step early, which marks its verdict overridden. `decide`: a person's answer where the pipeline asks. `override`: start in spite of overridable blockers. `abandon`: an admin frees an environment whose last effect has an unknown outcome.",
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
            "description": "What the button says, e.g. `Roll back to 1.4.1`",
            "type": "string"
          },
          "refusal": {
            "description": "Why it is not allowed, and who may",
            "type": "string"
          },
          "consequence": {
            "description": "What will happen, in one or two sentences",
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
            "description": "Unique per press of a button",
            "type": "string",
            "minLength": 8,
            "maxLength": 200
          },
          "stepId": {
            "description": "The step that it is about. `approve` and `reject` without one are about the environment's rules while the deployment is queued, later about the one step that waits for an approval",
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
            "description": "seq of the deployment that the person saw",
            "type": "integer",
            "minimum": 0
          },
          "planHash": {
            "description": "For `approve`, which needs it: `planHash` of the deployment as the person saw it",
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
            "description": "Required for `deploy`; for `rollback` the version to go back to, if not the default",
            "type": "string",
            "maxLength": 100
          },
          "artifact": {
            "description": "Instead of versionId",
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
            "description": "Refuse when the plan is no longer this one",
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
            "description": "What happens when it fails, in words",
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
            "description": "Whether it would start at once",
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
                "description": "Of what should run and what runs; another one when either changes",
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
                "description": "Why; for figures the value, the threshold, the sample size and the period.",
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
                "description": "Sample size of the figures",
                "type": "integer"
              },
              "from": {
                "description": "Since when the figures count. They are those of `current` alone, since it took over and at most over five minutes.",
                "type": "string",
                "format": "date-time"
              }
            }
          },
          "restarts": {
            "description": "What ended by itself here, or stopped answering, and was started again by the target; absent where nothing was, or where the target does not count",
            "type": "object",
            "required": [
              "count",
              "crashLoop",
              "events"
            ],
            "properties": {
              "count": {
                "description": "Since the instances were brought in",
                "type": "integer"
              },
              "crashLoop": {
                "description": "It keeps ending, so that starting it again does not help",
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
                      "description": "`unresponsive`: it ran and gave no answer, so the target ended it",
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
            "description": "How long the current version has been verified here, against what the next environment asks",
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
            "description": "What rolling back means here now. Only in the overview of one service, for callers who may roll back",
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
                "description": "There is drift, and the reader may resolve it.",
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
            "description": "`start`: create a deployment of kind rollback. `command`: a deployment is under way and has changed the environment; send it the command rollback. `none`: there is nothing to go back to, or a rollback is under way",
            "type": "string",
            "enum": [
              "start",
              "command",
              "none"
            ]
          },
          "message": {
            "description": "Why there is nothing to roll back, or what happens besides; a sentence",
            "type": "string"
          },
          "deploymentId": {
            "description": "For `command`: the deployment that takes it",
            "type": "string"
          },
          "target": {
            "$ref": "#/components/schemas/VersionSummary"
          },
          "versions": {
            "description": "What ran here before, newest first, without what runs now",
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
            "description": "When it was deployed here last",
            "type": "string",
            "format": "date-time"
          },
          "by": {
            "description": "Who deployed it",
            "type": "string"
          },
          "deploymentId": {
            "description": "The deployment that brought it in last",
            "type": "string"
          },
          "verification": {
            "$ref": "#/components/schemas/Verdict"
          },
          "revertedBy": {
            "description": "The rollback that took it back",
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
            "description": "The event in words",
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
            "description": "What was measured where it is no number",
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
            "description": "Why it is not `ok`, the worst first; empty when it is",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineHealthReason"
            }
          },
          "queue": {
            "description": "How wake-ups travel",
            "type": "string"
          },
          "writes": {
            "description": "How the replica that answers writes to the database. It does so every few seconds, so that a time long ago is a failure as well.",
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
                "description": "What the database answered to the last write that failed",
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
            "description": "What it makes of the whole",
            "type": "string",
            "enum": [
              "degraded",
              "stalled"
            ]
          },
          "message": {
            "description": "What is wrong, and what to do",
            "type": "string"
          }
        }
      },
      "EngineFigures": {
        "description": "Of the database, the same whichever replica is asked",
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
            "description": "How many are queued or own an environment",
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
            "description": "Deployments that wait for a person and have used up half of the time that the person has, or whose outcome nobody knows",
            "type": "integer"
          },
          "dueWork": {
            "description": "Deployments with work that is due and that nobody is at",
            "type": "integer"
          },
          "oldestDueMs": {
            "type": "integer"
          },
          "outbox": {
            "description": "Messages not delivered yet",
            "type": "integer"
          },
          "outboxOldestMs": {
            "type": "integer"
          },
          "unsealed": {
            "description": "Audit entries not in the chain yet",
            "type": "integer"
          },
          "sealLagMs": {
            "description": "Age of the oldest of these",
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
            "description": "What is at work, the longest first",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineRun"
            }
          },
          "waits": {
            "description": "What is queued or waits for a person, the longest first",
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/EngineWait"
            }
          },
          "stuck": {
            "description": "What does not go on by itself, or may not",
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
            "description": "Names the process since its start",
            "type": "string"
          },
          "host": {
            "type": "string"
          },
          "pid": {
            "type": "integer"
          },
          "version": {
            "description": "Of the plugin",
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
            "description": "Of its last event, for commands about what was seen",
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
            "description": "Titles of the steps at work",
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
            "description": "The replica that has it; absent between two looks",
            "type": "string"
          },
          "leaseUntil": {
            "type": "string",
            "format": "date-time"
          },
          "wakeAt": {
            "description": "When it is looked at next",
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
            "description": "As in `late` of the figures",
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
            "description": "What the caller may do about it here",
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
