import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../pollUntil.mjs';
import { describePortal } from './describePortal.mjs';
import { createPortalClient, needsApproval, waitsIn } from './portalClient.mjs';
import { reportEvents } from './reportEvents.mjs';
import { CHECKOUT, INVENTORY, PAYMENTS, SERVICES } from './services.mjs';

const CATALOG_TIMEOUT_MS = 60_000;
/** The audit trail is sealed every two seconds, and metrics are calculated in the background. */
const BACKGROUND_WORK_MS = 6_000;

/**
 * Plays a short history. It uses only endpoints and fields that old releases have; where a later release requires more,
 * add it here.
 *
 * @returns What the release itself reports about it, to compare with today's code.
 */
export async function playHistory(api) {
  const client = createPortalClient(api);
  const { deploy, read, waitUntil } = client;
  await waitForCatalog(api);
  await registerVersion(api);
  const { first, second } = await finishDeployments(api, client);
  await reportEvents(api, second);

  // In progress when the backend is killed.
  const waiting = await deploy(PAYMENTS, 'production', '2.1.0', {
    inputs: { ticket: 'CHG-1044' },
  });
  await waitUntil(waiting, needsApproval, 'blocked by an approval');
  await client.command(waiting, 'approve', 'carla');
  await waitUntil(
    waiting,
    waitsIn('approve'),
    'waiting for its second approval',
  );
  const unapproved = await deploy(CHECKOUT, 'production', '1.0.0');
  await waitUntil(unapproved, needsApproval, 'blocked by an approval');
  await sleep(BACKGROUND_WORK_MS);
  const description = await describePortal(api, read);

  // Last, because the backend is killed as soon as this deployment is in its check step.
  const running = await deploy(CHECKOUT, 'staging', '1.3.0');
  const queued = await deploy(CHECKOUT, 'staging', '1.4.0');
  await waitUntil(queued, ({ status }) => status === 'queued', 'queued');
  await waitUntil(
    running,
    ({ steps }) =>
      steps.some(({ id, status }) => id === 'watch' && status === 'running'),
    'in the step watch',
  );
  return {
    running,
    queued,
    waiting,
    unapproved,
    first,
    ...description,
  };
}

async function waitForCatalog(api) {
  const isLoaded = await pollUntil(
    async () => {
      const { items } = await api('GET', '/services?limit=100');
      return items.length < SERVICES.length ? undefined : true;
    },
    { intervalMs: 500, timeoutMs: CATALOG_TIMEOUT_MS },
  );
  if (!isLoaded) {
    throw new Error('The catalog did not load the services in time');
  }
}

/** Registers a version as CI does, with commits and a flag, and quarantines it. */
async function registerVersion(api) {
  const ref = encodeURIComponent;
  const registered = await api('POST', `/services/${ref(PAYMENTS)}/versions`, {
    name: '2.2.0',
    artifact: 'sha256:payments-2.2.0',
    changeUrl: 'https://git.example.com/shop/payments/pull/95',
    flags: ['migrations'],
    commits: [
      {
        id: '566a6fc1d920b60ac95120c7b5d3a4a77d836996',
        message: 'Store charges per order line',
        author: 'ana@example.com',
        authoredAt: '2026-11-18T07:00:00Z',
      },
      {
        id: '3e29fb6fedf0751c0e16a1fcad916e229d444b52',
        message: 'Migration: charge_lines',
        author: 'carla@example.com',
        authoredAt: '2026-11-17T14:20:00Z',
      },
    ],
  });
  await api(
    'PUT',
    `/services/${ref(PAYMENTS)}/versions/${registered.id}/quarantine`,
    { reason: 'Drops charges' },
  );
}

/** Runs deployments that end in each possible way. */
async function finishDeployments(api, client) {
  const { deploy, waitUntil, waitForStatus, command } = client;
  const ref = encodeURIComponent;
  const first = await waitForStatus(
    await deploy(CHECKOUT, 'staging', '1.0.0', { reason: 'The first one' }),
    'succeeded',
  );
  const second = await waitForStatus(
    await deploy(CHECKOUT, 'staging', '1.1.0'),
    'succeeded',
  );
  const reverted = await api('POST', '/deployments', {
    service: CHECKOUT,
    environment: 'staging',
    kind: 'rollback',
    reverts: second,
    reason: 'Back to be sure',
  });
  await waitForStatus(reverted.id, 'succeeded');
  await waitForStatus(
    await deploy(CHECKOUT, 'staging', '1.2.0'),
    'rolled_back',
  );
  await api('POST', `/services/${ref(CHECKOUT)}/environments/staging/hold`, {
    reason: 'It was the price rules',
  });
  await waitForStatus(await deploy(INVENTORY, 'dev', '0.1.0'), 'succeeded');
  const restarted = await api('POST', '/deployments', {
    service: INVENTORY,
    environment: 'dev',
    kind: 'restart',
  });
  await waitForStatus(restarted.id, 'succeeded');
  // Leaves a hold.
  await waitForStatus(await deploy(INVENTORY, 'dev', '0.2.0'), 'rolled_back');

  const charged = await deploy(PAYMENTS, 'production', '2.0.0', {
    inputs: { ticket: 'CHG-1042' },
  });
  await waitUntil(charged, needsApproval, 'blocked by an approval');
  await command(charged, 'approve', 'carla');
  await waitUntil(
    charged,
    waitsIn('approve'),
    'waiting for its second approval',
  );
  await command(charged, 'approve', 'carla', { stepId: 'approve' });
  await waitForStatus(charged, 'succeeded');
  const dropped = await deploy(PAYMENTS, 'production', '2.1.0', {
    inputs: { ticket: 'CHG-1043' },
  });
  await waitUntil(dropped, needsApproval, 'blocked by an approval');
  await command(dropped, 'cancel', 'ana');
  await waitForStatus(dropped, 'cancelled');
  return { first, second };
}
