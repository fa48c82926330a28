import {
  EffectError,
  type ApplyRequest,
  type EffectRequest,
  type TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import { renderInputs } from '../config/placeholders';
import type {
  WorkflowCall,
  WorkflowSettings,
} from '../config/workflowSettings';
import {
  hashArtifact,
  hashBody,
  hashDeployment,
  hashServiceEnvironment,
  type RunKind,
} from '../runs/runRecord';
import type { RunOrder } from '../workflow/ensureRun';

/** What a run is for. */
interface RunPurpose {
  kind: RunKind;
  version?: TargetVersion;
  /** Artifact that should be running before, if it is known. */
  previous?: string;
  intent: ApplyRequest['intent'];
  /** Hash of the idempotency key of the effect. */
  key: string;
  /** What the key stands for. */
  body: unknown;
}

/** What the key of an abort stands for, whatever is found to restore. */
export const ABORT_BODY = ['abort'];

/** Builds the order for a run that deploys a version. */
export function buildDeployOrder(
  settings: WorkflowSettings,
  request: EffectRequest,
  key: string,
  {
    version,
    isRestart,
    intent,
    previous,
  }: {
    version: TargetVersion;
    isRestart: boolean;
    intent: ApplyRequest['intent'];
    /** Artifact that should be running before, if it is known. */
    previous?: string;
  },
): RunOrder {
  const { name, artifact } = version;
  return buildOrder(settings, settings.deploy, request, {
    kind: isRestart ? 'restart' : 'deploy',
    version,
    intent,
    ...(previous === undefined ? {} : { previous }),
    key,
    body: ['apply', name, artifact, isRestart],
  });
}

/**
 * Builds the order for a run that restores the previous version, or stops the service.
 *
 * @param version - Absent if it was the first deployment.
 * @throws EffectError if it was the first deployment and no workflow can stop the service.
 */
export function buildRestoreOrder(
  settings: WorkflowSettings,
  request: EffectRequest,
  key: string,
  version: TargetVersion | undefined,
): RunOrder {
  return version
    ? buildOrder(settings, settings.deploy, request, {
        kind: 'deploy',
        version,
        intent: 'rollback',
        key,
        body: ABORT_BODY,
      })
    : buildRemoveOrder(settings, request, key, ABORT_BODY);
}

/**
 * Builds the order for a run that stops the service.
 *
 * @throws EffectError if no workflow can.
 */
export function buildRemoveOrder(
  settings: WorkflowSettings,
  request: EffectRequest,
  key: string,
  body: unknown = ['remove'],
): RunOrder {
  if (!settings.remove) {
    throw new EffectError(
      `No earlier version is known, and no workflow stops ${request.service}. Stop it yourself, or add "remove" to the target's settings.`,
      { code: 'nothing_to_restore', retryable: false, notSent: true },
    );
  }
  return buildOrder(settings, settings.remove, request, {
    kind: 'remove',
    intent: 'rollback',
    key,
    body,
  });
}

function buildOrder(
  { ref, correlate }: WorkflowSettings,
  call: WorkflowCall,
  request: EffectRequest,
  { kind, version, previous, intent, key, body }: RunPurpose,
): RunOrder {
  const { service, environment, deploymentId, fence } = request;
  return {
    workflow: call.workflow,
    ...(ref === undefined ? {} : { ref }),
    ...(previous === undefined ? {} : { previous }),
    correlate,
    inputs: renderInputs(call.inputs, {
      'version.name': version?.name,
      'version.artifact': version?.artifact,
      'version.commit': version?.commit,
      'deployment.id': deploymentId,
      'deployment.intent': intent,
      'deployment.fence': String(fence),
    }),
    record: {
      key,
      body: hashBody(body),
      change: {
        kind,
        serviceEnvironment: hashServiceEnvironment(service, environment.name),
        deployment: hashDeployment(deploymentId),
        ...(previous === undefined ? {} : { previous: hashArtifact(previous) }),
        ...(version ? { version } : {}),
      },
    },
  };
}
