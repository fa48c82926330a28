import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import type { Pod, Workload } from '../client/kubernetesObjects';
import { assessRollout } from '../rollout/assessRollout';
import { isReady, selectPods } from '../rollout/buildInstances';
import { explainPods } from '../rollout/explainPods';

/** How many problems an observation lists. */
export const LISTED_PROBLEMS = 5;

/** Lists what is wrong with a workload now, without reading anything else. */
export function findProblems(
  workload: Workload,
  pods: readonly Pod[],
): TargetProblem[] {
  const unready = selectPods(workload, pods).filter(pod => !isReady(pod));
  const ofPods = explainPods(unready).map(({ problem }) => problem);
  if (workload.kind !== 'Deployment') return ofPods.slice(0, LISTED_PROBLEMS);
  const assessment = assessRollout(workload);
  const ofRollout: TargetProblem[] = [];
  switch (assessment.state) {
    case 'paused':
      ofRollout.push({ code: 'paused_elsewhere', message: assessment.message });
      break;
    case 'stuck':
      ofRollout.push(
        ...assessment.problems,
        ...(assessment.problems.length + ofPods.length === 0
          ? [
              {
                code: 'progress_deadline' as const,
                message: assessment.message,
              },
            ]
          : []),
      );
      break;
    case 'working':
      ofRollout.push(...assessment.problems);
      break;
    case 'complete':
      break;
    default: {
      const unknown: never = assessment;
      throw new Error(`Unknown assessment ${JSON.stringify(unknown)}`);
    }
  }
  return [...ofRollout, ...ofPods].slice(0, LISTED_PROBLEMS);
}
