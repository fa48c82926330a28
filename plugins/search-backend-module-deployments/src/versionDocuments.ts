import type { LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  type DeploymentsClient,
  deploymentResourceRef,
  unwrapResponse,
  type Version,
} from '@slipway/backstage-plugin-deployments-common';
import { readName } from './deploymentDocuments';

const PAGE_SIZE = 100;

/** A version as the search finds it. */
export interface VersionDocument extends IndexableDocument {
  /** Entity ref. */
  service: string;
  version: string;
  artifact: string;
}

/** Lists the newest versions of each service. A service whose versions can't be read is logged and left out. */
export async function* listVersionDocuments(
  client: DeploymentsClient,
  options: { perService: number; logger: LoggerService },
): AsyncGenerator<VersionDocument> {
  for await (const service of listServices(client)) {
    for (const version of await listVersions(client, service, options)) {
      yield toDocument(version);
    }
  }
}

async function* listServices(
  client: DeploymentsClient,
): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = await unwrapResponse(
      client.GET('/services', {
        params: { query: { limit: PAGE_SIZE, cursor } },
      }),
    );
    for (const { service } of page.items) yield service.entityRef;
    cursor = page.nextCursor;
  } while (cursor);
}

async function listVersions(
  client: DeploymentsClient,
  ref: string,
  { perService, logger }: { perService: number; logger: LoggerService },
): Promise<Version[]> {
  try {
    const page = await unwrapResponse(
      client.GET('/services/{ref}/versions', {
        params: { path: { ref }, query: { limit: perService } },
      }),
    );
    return page.items;
  } catch (error) {
    logger.warn(
      `The versions of ${ref} can't be found for now: ${stringifyError(error)}`,
    );
    return [];
  }
}

function toDocument(version: Version): VersionDocument {
  const { id, service, name, artifact, commits, commitId } = version;
  return {
    title: `${readName(service)} ${name}`,
    // What people read comes first, because results show the beginning.
    text: [
      ...commits.map(({ message }) => message),
      artifact,
      ...new Set([commitId, ...commits.map(commit => commit.id)]),
    ]
      .filter(Boolean)
      .join('\n'),
    location: createLocation(service, id),
    authorization: { resourceRef: deploymentResourceRef({ service }) },
    service,
    version: name,
    artifact,
  };
}

/** The service's tab, with the dialog that deploys the version once the reader has chosen an environment. */
function createLocation(service: string, versionId: string): string {
  const { kind, namespace, name } = parseEntityRef(service);
  const path = [namespace, kind, name]
    .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
    .join('/');
  return `/catalog/${path}/deployments?deploy=&version=${encodeURIComponent(
    versionId,
  )}`;
}
