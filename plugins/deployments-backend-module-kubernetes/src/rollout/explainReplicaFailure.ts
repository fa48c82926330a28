import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import type { Condition } from '../client/kubernetesObjects';

/** Explains why the controller can't create pods; empty if it can. */
export function explainReplicaFailure(
  condition: Condition | undefined,
  deployment: string,
): TargetProblem[] {
  if (condition?.status !== 'True') return [];
  const message = condition.message ?? 'no reason given';
  const since = condition.lastTransitionTime
    ? Date.parse(condition.lastTransitionTime)
    : NaN;
  const shared = {
    object: `deployment/${deployment}`,
    ...(Number.isNaN(since) ? {} : { since }),
  };
  if (/exceeded quota|must specify (?:limits|requests)/i.test(message)) {
    return [
      {
        ...shared,
        code: 'quota',
        message: `The namespace's quota does not allow another pod: ${message}. Free resources, lower the pod's requests, or ask the platform team for a larger quota.`,
      },
    ];
  }
  if (/forbidden|denied|violates PodSecurity|admission/i.test(message)) {
    return [
      {
        ...shared,
        code: 'admission_denied',
        message: `An admission policy refuses the pods: ${message}. Change the pod template as the policy asks, or ask the platform team.`,
      },
    ];
  }
  return [
    {
      ...shared,
      code: 'other',
      message: `Kubernetes can't create pods: ${message}`,
    },
  ];
}
