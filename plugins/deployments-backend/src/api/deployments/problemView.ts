import type { Problem } from '@slipway/backstage-plugin-deployments-common';
import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import { toOptionalTime } from '../../http/formatTime';

export function toProblemView({ since, ...problem }: TargetProblem): Problem {
  return { ...problem, since: toOptionalTime(since) };
}
