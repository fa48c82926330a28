import { expect } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { apiAs } from '../api';
import type { Person } from '../signIn';

/** How long a deployment of the demo takes at most, on a busy machine. */
const DEPLOYMENT_MS = 300_000;

/** A request for a deployment of a service of the example company. */
interface DeployRequest {
  person: Person;
  /** Name of the component. */
  service: string;
  /** Name of the environment. */
  environment: string;
  /** Name of the version. */
  version: string;
  reason?: string;
  inputs?: Record<string, string>;
}

/** The path of something of a service in the API. */
function toPath(service: string, path: string) {
  return `/services/${encodeURIComponent(toRef(service))}/${path}`;
}

function toRef(service: string) {
  return `component:default/${service}`;
}

/** Finds a version by name; returns its id. */
export async function findVersion(
  service: string,
  version: string,
): Promise<string> {
  const api = await apiAs('Ana');
  const { items } = await api('GET', toPath(service, 'versions'));
  const found = items.find(({ name }: { name: string }) => name === version);
  expect(found, `${service} has no version ${version}`).toBeDefined();
  return found.id;
}

/** Finds the newest deployment of a version; returns its id. */
export async function findDeployment({
  service,
  environment,
  version,
}: Pick<DeployRequest, 'service' | 'environment' | 'version'>) {
  const api = await apiAs('Ana');
  const query = new URLSearchParams({ service: toRef(service), environment });
  const { items } = await api('GET', `/deployments?${query}`);
  const found = items.find(
    (item: { version: { name: string } }) => item.version.name === version,
  );
  expect(
    found,
    `${service} ${version} was not deployed to ${environment}`,
  ).toBeDefined();
  return found.id as string;
}

/** Requests a deployment; returns its id. */
export async function request(wish: DeployRequest): Promise<string> {
  const { person, service, environment, version, reason, inputs } = wish;
  const api = await apiAs(person);
  const { id } = await api('POST', '/deployments', {
    service: toRef(service),
    environment,
    versionId: await findVersion(service, version),
    reason,
    inputs,
  });
  return id;
}

/** Waits until a deployment has a status. */
export async function expectDeployment(id: string, status: string) {
  const api = await apiAs('Ana');
  await expect
    .poll(async () => (await api('GET', `/deployments/${id}`)).status, {
      message: `Deployment ${id}`,
      timeout: DEPLOYMENT_MS,
    })
    .toBe(status);
}

/** Waits until a step of a deployment has a status. */
export async function expectStep(id: string, step: string, status: string) {
  const api = await apiAs('Ana');
  await expect
    .poll(
      async () => {
        const { steps } = await api('GET', `/deployments/${id}`);
        return steps.find((each: { id: string }) => each.id === step)?.status;
      },
      { message: `Step ${step} of deployment ${id}`, timeout: DEPLOYMENT_MS },
    )
    .toBe(status);
}

/** Deploys a version; ends when the deployment has succeeded. */
export async function deploy(wish: DeployRequest) {
  await expectDeployment(await request(wish), 'succeeded');
}

/** Deploys a version that is rolled back automatically. */
export async function deployBadVersion(wish: DeployRequest) {
  await expectDeployment(await request(wish), 'rolled_back');
}

/** Approves what a deployment waits for. */
export async function approve(person: Person, id: string, reason: string) {
  const api = await apiAs(person);
  const { planHash } = await api('GET', `/deployments/${id}`);
  await api('POST', `/deployments/${id}/commands`, {
    type: 'approve',
    commandId: randomUUID(),
    planHash,
    reason,
  });
}

export async function liftHold(
  person: Person,
  service: string,
  environment: string,
  reason: string,
) {
  const api = await apiAs(person);
  const path = toPath(service, `environments/${environment}/hold`);
  await api('POST', path, { reason });
}
