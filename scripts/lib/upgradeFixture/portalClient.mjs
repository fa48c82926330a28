import { randomUUID } from 'node:crypto';
import { pollUntil } from '../pollUntil.mjs';

const STEP_TIMEOUT_MS = 120_000;

/**
 * Creates functions that use the API of a release.
 *
 * @param api - Sends a request to the deployments plugin.
 */
export function createPortalClient(api) {
  const ref = encodeURIComponent;
  const versionId = async (service, name) => {
    const { items } = await api(
      'GET',
      `/services/${ref(service)}/versions?limit=100`,
    );
    return items.find(version => version.name === name).id;
  };
  const deploy = async (service, environment, name, more = {}) => {
    const body = {
      service,
      environment,
      versionId: await versionId(service, name),
      ...more,
    };
    const { id } = await api('POST', '/deployments', body, {
      headers: { 'idempotency-key': randomUUID() },
    });
    return id;
  };
  const read = id => api('GET', `/deployments/${id}`);
  const waitUntil = async (id, isMet, what) => {
    let latest;
    const met = await pollUntil(
      async () => {
        latest = await read(id);
        if (isMet(latest)) return latest;
        return latest.finishedAt ? null : undefined;
      },
      { intervalMs: 50, timeoutMs: STEP_TIMEOUT_MS },
    );
    if (!met) {
      throw new Error(
        `${id} is not ${what}: ${JSON.stringify(latest, null, 2)}`,
      );
    }
    return met;
  };
  const waitForStatus = async (id, status) => {
    await waitUntil(id, deployment => deployment.status === status, status);
    console.log(`    ${status} ${id}`);
    return id;
  };
  const command = async (id, type, as, more = {}) => {
    const { planHash } = await read(id);
    await api(
      'POST',
      `/deployments/${id}/commands`,
      {
        type,
        commandId: randomUUID(),
        reason: `${type} by ${as}`,
        ...(type === 'approve' && planHash ? { planHash } : {}),
        ...more,
      },
      { as },
    );
  };
  return { deploy, read, waitUntil, waitForStatus, command };
}

/** Whether a deployment is blocked by an approval. */
export const needsApproval = ({ blockers }) =>
  blockers.some(({ kind }) => kind === 'approval');

/** Creates a condition: the deployment waits for an approval in this step. */
export const waitsIn = stepId => deployment =>
  deployment.status === 'waiting' &&
  deployment.blockers.some(
    blocker => blocker.kind === 'approval' && blocker.stepId === stepId,
  );
