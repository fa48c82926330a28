import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  type DeploymentsClient,
  type DeploymentSummary,
  deploymentResourceRef,
  isTerminal,
  unwrapResponse,
} from '@slipway/backstage-plugin-deployments-common';

const PAGE_SIZE = 200;
const DAY_MS = 24 * 3600_000;

/** A deployment as the search finds it. */
export interface DeploymentDocument extends IndexableDocument {
  /** Entity ref. */
  service: string;
  /** The name in app-config. */
  environment: string;
  version: string;
  /** Entity ref of the person, or the name of the service that requested it. */
  requestedBy: string;
}

/** Lists the deployments that were requested within the last days, newest first, page by page. */
export async function* listDeploymentDocuments(
  client: DeploymentsClient,
  days: number,
): AsyncGenerator<DeploymentDocument> {
  const since = new Date(Date.now() - days * DAY_MS).toISOString();
  let cursor: string | undefined;
  do {
    const page = await unwrapResponse(
      client.GET('/deployments', {
        params: { query: { since, limit: PAGE_SIZE, cursor } },
      }),
    );
    for (const deployment of page.items) yield toDocument(deployment);
    cursor = page.nextCursor;
  } while (cursor);
}

function toDocument(deployment: DeploymentSummary): DeploymentDocument {
  const { id, service, environment, version, status, requestedBy } = deployment;
  return {
    title: describe(deployment),
    // Results show the beginning.
    text: [
      deployment.demo ? 'Made up for a demo' : undefined,
      deployment.requestedAt.slice(0, 'YYYY-MM-DD'.length),
      // Until it ends, the text would be out of date before the next index.
      isTerminal(status) ? deployment.message : undefined,
      deployment.reason,
      deployment.goldenPath.title,
      version.artifact,
      version.commitId,
    ]
      .filter(Boolean)
      .join('\n'),
    location: `/deployments/${encodeURIComponent(id)}`,
    authorization: {
      resourceRef: deploymentResourceRef({ service, environment }),
    },
    service,
    environment,
    version: version.name,
    requestedBy: requestedBy.onBehalfOf ?? requestedBy.principal,
  };
}

function describe(deployment: DeploymentSummary): string {
  const { kind, environment } = deployment;
  const service = readName(deployment.service);
  const version = deployment.version.name;
  switch (kind) {
    case 'deploy':
      return `Deployment of ${service} ${version} to ${environment}`;
    case 'rollback':
      return `Rollback of ${service} to ${version} in ${environment}`;
    case 'restart':
      return `Restart of ${service} ${version} in ${environment}`;
    case 'remove':
      return `Removal of ${service} ${version} from ${environment}`;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}

/** Reads the name in an entity ref. */
export function readName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}
