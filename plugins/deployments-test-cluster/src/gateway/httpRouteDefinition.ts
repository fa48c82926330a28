const text = { type: 'string' };
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const backendRef = {
  type: 'object',
  required: ['name'],
  properties: {
    // API servers of this version can't have an empty default.
    group: text,
    kind: { ...text, default: 'Service' },
    name: text,
    namespace: text,
    port: { type: 'integer' },
    weight: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 1 },
  },
};

const headerMatch = {
  type: 'object',
  required: ['name', 'value'],
  properties: {
    type: {
      ...text,
      enum: ['Exact', 'RegularExpression'],
      default: 'Exact',
    },
    name: text,
    value: text,
  },
};

const rule = {
  type: 'object',
  properties: {
    name: text,
    matches: {
      type: 'array',
      maxItems: 64,
      items: {
        ...open,
        properties: {
          headers: { type: 'array', maxItems: 16, items: headerMatch },
          path: {
            type: 'object',
            properties: { type: text, value: text },
          },
        },
      },
    },
    backendRefs: { type: 'array', maxItems: 16, items: backendRef },
  },
};

/**
 * A minimal definition of HTTPRoutes, with the fields, defaults and the status that the tests need. Gateways and other
 * resources of the Gateway API are missing.
 */
export const httpRouteDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'httproutes.gateway.networking.k8s.io',
    annotations: {
      // The API server demands a word about every group that ends with k8s.io.
      'api-approved.kubernetes.io':
        'unapproved, a minimal definition for tests',
    },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    scope: 'Namespaced',
    names: {
      kind: 'HTTPRoute',
      listKind: 'HTTPRouteList',
      plural: 'httproutes',
      singular: 'httproute',
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                ...open,
                properties: {
                  rules: { type: 'array', maxItems: 16, items: rule },
                },
              },
              status: open,
            },
          },
        },
      },
    ],
  },
};
