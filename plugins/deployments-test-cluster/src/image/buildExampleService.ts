import { SERVICE_PORT } from './buildNodeImage';

/** What to run of the example service. */
export interface ExampleServiceOptions {
  name: string;
  namespace: string;
  /** Reference of an image of `buildNodeImage`. */
  image: string;
  /** Default: 2. */
  replicas?: number;
  /** Limits of the container, e.g. `{ memory: '96Mi' }`. */
  limits?: Record<string, string>;
  /** Requests of the container. */
  requests?: Record<string, string>;
  /** Annotations of the Deployment. */
  annotations?: Record<string, string>;
  /** Labels of the Deployment and its pods. */
  labels?: Record<string, string>;
  /** More fields of the Deployment's `spec`, e.g. `{ progressDeadlineSeconds: 15 }`. */
  spec?: Record<string, unknown>;
}

/**
 * Builds a Deployment of the example service, with the readiness probe that a company's would have, and a Service on port
 * 80 before it.
 */
export function buildExampleService(options: ExampleServiceOptions): object[] {
  const { name, namespace } = options;
  const selector = { app: name };
  const labels = { ...options.labels, ...selector };
  const metadata = { name, namespace, labels };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, annotations: options.annotations },
      spec: {
        replicas: options.replicas ?? 2,
        selector: { matchLabels: selector },
        ...options.spec,
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 5,
            containers: [
              {
                name,
                image: options.image,
                ports: [{ containerPort: SERVICE_PORT }],
                readinessProbe: {
                  httpGet: { path: '/healthz', port: SERVICE_PORT },
                  periodSeconds: 1,
                },
                resources: {
                  limits: options.limits,
                  requests: options.requests,
                },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector,
        ports: [{ port: 80, targetPort: SERVICE_PORT }],
      },
    },
  ];
}
