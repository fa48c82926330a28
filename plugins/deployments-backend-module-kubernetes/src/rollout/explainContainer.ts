import type {
  ContainerStatus,
  TerminatedState,
} from '../client/kubernetesObjects';
import type { PodProblem } from './podProblem';

/** So many restarts prove that the next one will not help either. */
const CRASH_LOOP_RESTARTS = 3;

/**
 * Explains what is wrong with a container; `undefined` if its state says nothing.
 *
 * @param pullFailure - What the newest event about the pod's images says.
 */
export function explainContainer(
  pod: string,
  status: ContainerStatus,
  pullFailure?: string,
): PodProblem | undefined {
  const { name, state, lastState, restartCount = 0 } = status;
  const waiting = state?.waiting;
  const detail = waiting?.message ? `: ${waiting.message}` : '';
  switch (waiting?.reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName':
    case 'ErrImageNeverPull':
    case 'RegistryUnavailable':
      return explainImage(status, pullFailure);
    case 'CreateContainerConfigError':
      return {
        problem: {
          code: 'config_missing',
          message: `Container ${name} can't start, because something that it is configured with is missing${detail}. Create it, or correct the pod template.`,
        },
        isFinal: /not found|couldn't find key/i.test(waiting.message ?? ''),
        retryable: false,
      };
    case 'CreateContainerError':
    case 'RunContainerError':
      return {
        problem: {
          code: 'other',
          message: `Container ${name} can't be created${detail}`,
        },
        isFinal: restartCount >= CRASH_LOOP_RESTARTS,
        retryable: false,
      };
    default:
  }
  // A container that runs again and is ready has recovered.
  const ended =
    state?.terminated ?? (status.ready ? undefined : lastState?.terminated);
  return ended && !isSuccess(ended)
    ? explainExit(pod, status, ended)
    : undefined;
}

function isSuccess({ exitCode, reason }: TerminatedState): boolean {
  return exitCode === 0 && (reason === undefined || reason === 'Completed');
}

function explainImage(
  { name, image, state }: ContainerStatus,
  pullFailure: string | undefined,
): PodProblem {
  const { reason = '', message: stated = '' } = state?.waiting ?? {};
  const message =
    reason === 'ImagePullBackOff' ? pullFailure ?? stated : stated;
  const isMissing =
    /not found|manifest unknown|does not exist|name unknown/i.test(message);
  const isRefused = /unauthorized|denied|forbidden|authentication/i.test(
    message,
  );
  const isInvalid = reason === 'InvalidImageName';
  let advice = 'It is tried again.';
  if (isMissing) {
    advice = 'Check that the build has pushed it.';
  } else if (isRefused) {
    advice = 'Check the pull secret of the namespace.';
  } else if (isInvalid) {
    advice = 'Correct the artifact of the version.';
  }
  return {
    problem: {
      code: 'image_pull',
      message: `Container ${name} can't get its image ${image ?? ''}${
        message ? `: ${message}` : ` (${reason})`
      }. ${advice}`,
    },
    isFinal: isMissing || isRefused || isInvalid,
    retryable: !(isMissing || isRefused || isInvalid),
  };
}

function explainExit(
  pod: string,
  { name, state, restartCount = 0 }: ContainerStatus,
  ended: TerminatedState,
): PodProblem {
  const since = ended.finishedAt ? Date.parse(ended.finishedAt) : NaN;
  const shared = Number.isNaN(since) ? {} : { since };
  const times =
    restartCount > 0
      ? `, restarted ${restartCount === 1 ? 'once' : `${restartCount} times`}`
      : '';
  const isOutOfMemory = ended.reason === 'OOMKilled';
  return {
    problem: isOutOfMemory
      ? {
          ...shared,
          code: 'oom_killed',
          message: `Container ${name} needed more memory than its limit and was ended${times}. Raise the limit, or find out what uses the memory.`,
        }
      : {
          ...shared,
          code: 'crash_loop',
          message: `Container ${name} exited with code ${
            ended.exitCode
          }${times}${
            ended.message ? `: ${ended.message.trim()}` : ''
          }. Its log says why.`,
        },
    isFinal: restartCount >= CRASH_LOOP_RESTARTS,
    retryable: false,
    log: {
      pod,
      container: name,
      // While it waits to be restarted, its current log is the one of the run that ended.
      previous: state?.running !== undefined,
    },
  };
}
