import { readFileSync } from 'node:fs';
import { pollUntil } from './pollUntil.mjs';

/** The catalog reads the example services shortly after the backend is ready. */
const CATALOG_TIMEOUT_MS = 60_000;

/** Registers the versions of the example services, as their pipelines would. */
export default async function registerExampleVersions({ backendUrl }) {
  const versions = JSON.parse(
    readFileSync(process.env.SLIPWAY_DEMO_VERSIONS, 'utf8'),
  );
  for (const { service, ...version } of versions) {
    const register = async () => {
      const response = await fetch(
        `${backendUrl}/api/deployments/services/${encodeURIComponent(
          service,
        )}/versions`,
        {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${process.env.SLIPWAY_CI_TOKEN}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify(version),
        },
      );
      return response.status === 404 ? undefined : response;
    };
    const response = await pollUntil(register, {
      intervalMs: 500,
      timeoutMs: CATALOG_TIMEOUT_MS,
    });
    if (!response?.ok) {
      throw new Error(
        `${service} ${version.name} could not be registered: ${
          response ? await response.text() : 'the catalog does not have it'
        }`,
      );
    }
  }
}
