import { expect } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Person } from './signIn';

const BACKEND = `http://localhost:${process.env.SLIPWAY_BACKEND_PORT || 7007}`;

export type Api = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
) => Promise<any>;

/** The API of deployments as one of the people of the example company: for what a test needs, but is not about. */
export async function apiAs(person: Person): Promise<Api> {
  const session = await fetch(`${BACKEND}/api/auth/demo/refresh`, {
    headers: { 'x-slipway-demo-user': person.toLocaleLowerCase('en-US') },
  });
  expect(session.status).toBe(200);
  const { backstageIdentity } = await session.json();
  return async (method, path, body) => {
    const response = await fetch(`${BACKEND}/api/deployments${path}`, {
      method,
      headers: {
        authorization: `Bearer ${backstageIdentity.token}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
    return JSON.parse(text);
  };
}

/** Cancels a deployment that has changed nothing yet. */
export async function cancelDeployment(api: Api, id: string) {
  await api('POST', `/deployments/${id}/commands`, {
    type: 'cancel',
    commandId: randomUUID(),
  });
}

/** Cancels the deployments that wait for a person, which a first try of the same test has left: the next would queue. */
export async function cancelWaiting(
  api: Api,
  service: string,
  environment: string,
) {
  const query = new URLSearchParams({ service, environment });
  const { items } = await api(
    'GET',
    `/deployments?${query}&status=waiting&status=queued`,
  );
  for (const { id, mayHaveChanged } of items) {
    if (!mayHaveChanged) {
      await cancelDeployment(api, id);
    }
  }
}
