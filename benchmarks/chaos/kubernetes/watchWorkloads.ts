import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Cluster } from '@slipway/backstage-plugin-deployments-test-cluster';
import { atExit } from '../../lib';

/** A state of a Deployment, as the API server reported it. */
export interface WorkloadState {
  /** Name of the Deployment, which is the service's. */
  name: string;
  /** Hash of the pod template. Each change of it replaces the pods. */
  template: string;
  replicas: number;
  /** Image of the service's container. */
  image: string;
  /** The highest fence that the Deployment remembers; 0 if none. */
  fence: number;
  /** Hashed idempotency keys of the effects that it remembers, the newest last. */
  keys: string[];
}

interface WatchedDeployment {
  metadata: {
    name: string;
    annotations?: Record<string, string>;
  };
  spec: {
    replicas: number;
    template: { spec: { containers: { image: string }[] } };
  };
}

/**
 * Records every state of the Deployments in a namespace, as the cluster's administrator, until this process ends.
 *
 * @returns The states so far, the oldest first; the list grows.
 */
export function watchWorkloads(
  cluster: Cluster,
  namespace: string,
): WorkloadState[] {
  const states: WorkloadState[] = [];
  const child = spawn(
    'kubectl',
    [
      `--kubeconfig=${cluster.adminKubeconfig}`,
      ...['get', 'deployments', `--namespace=${namespace}`],
      ...['--watch', '--output=json'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  atExit(() => child.kill('SIGKILL'));
  child.once('exit', code => {
    throw new Error(`kubectl get --watch ended with ${code}`);
  });
  // Each object is printed over several lines, and only its last line is a single closing brace.
  let lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line);
    if (line !== '}') return;
    states.push(toState(JSON.parse(lines.join('\n'))));
    lines = [];
  });
  return states;
}

function toState({ metadata, spec }: WatchedDeployment): WorkloadState {
  const { annotations = {} } = metadata;
  const effects: { key: string }[] = JSON.parse(
    annotations['slipway.io/effects'] ?? '[]',
  );
  return {
    name: metadata.name,
    template: createHash('sha256')
      .update(JSON.stringify(spec.template))
      .digest('hex')
      .slice(0, 12),
    replicas: spec.replicas,
    image: spec.template.spec.containers[0]?.image ?? '',
    fence: Number(annotations['slipway.io/fence'] ?? 0),
    keys: effects.map(({ key }) => key),
  };
}
