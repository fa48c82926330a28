import { createRouteRef, useRouteRef } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { useMemo } from 'react';

/** Where the deployments page is mounted; the page lays out what is below it. */
export const rootRouteRef = createRouteRef({ id: 'deployments' });

/** Where classic apps mount the tabs of a service's page. */
export const entityContentRouteRef = createRouteRef({
  id: 'deployments:entity',
});
export const entityDoraRouteRef = createRouteRef({
  id: 'deployments:entity-dora',
});

/** Paths inside the deployments page; a deployment's id stands where none of them does. */
export const SERVICES_PATH = 'services';
export const ACTIVITY_PATH = 'activity';
export const DORA_PATH = 'dora';
export const ADMIN_PATH = 'admin';

/** Below the page of the delivery metrics. */
export const EVENTS_PATH = 'events';

/** The paths of the tabs on a service's page. */
export const ENTITY_TAB_PATH = '/deployments';
export const ENTITY_DORA_PATH = '/dora';

/** What of the address of a service's incidents says which of them stands first. */
export const INCIDENT_KEY = 'incident';

/** A deploy dialog that a link opens. */
export interface DialogLink {
  environment: string;
  versionId?: string;
  kind?: string;
}

/** Dead letters that a link leads to. */
export interface DeadLetterLink {
  which?: 'unmapped' | 'rejected' | 'future';
  /** RFC 3339. */
  since?: string;
  until?: string;
}

/** Addresses of everything that can be linked to. */
export interface Paths {
  root: string;
  activity: string;
  deployment(id: string, options?: { step?: string; event?: number }): string;
  service(entityRef: string, dialog?: DialogLink): string;
  /** The delivery metrics, of a team or a system perhaps. */
  dora(of?: { owner?: string; system?: string }): string;
  /** Events of other pipelines that could not be used; `which` and when they came narrow them down. */
  deadLetters(of?: DeadLetterLink): string;
  /** The delivery metrics and incidents on a service's page, one of the incidents first. */
  serviceDora(entityRef: string, incident?: string): string;
}

export function usePaths(): Paths {
  const rootPath = useRouteRef(rootRouteRef);
  const entityPath = useRouteRef(entityRouteRef);
  return useMemo(() => {
    const root = rootPath();
    return {
      root,
      activity: `${root}/${ACTIVITY_PATH}`,
      deployment: (id, options = {}) => {
        const query = new URLSearchParams();
        if (options.step) {
          query.set('step', options.step);
        }
        if (options.event !== undefined) {
          query.set('event', String(options.event));
        }
        const search = query.toString();
        return `${root}/${encodeURIComponent(id)}${search && `?${search}`}`;
      },
      service: (entityRef, dialog) => {
        const path = `${entityPath(
          parseEntityRef(entityRef),
        )}${ENTITY_TAB_PATH}`;
        return dialog ? `${path}?${dialogQuery(dialog)}` : path;
      },
      dora: ({ owner, system } = {}) => {
        const query = new URLSearchParams();
        if (owner) {
          query.set('team', owner);
        }
        if (system) {
          query.set('system', system);
        }
        const search = query.toString();
        return `${root}/${DORA_PATH}${search && `?${search}`}`;
      },
      deadLetters: (of = {}) => {
        const query = new URLSearchParams(
          Object.entries(of).filter(([, value]) => value),
        ).toString();
        return `${root}/${DORA_PATH}/${EVENTS_PATH}${query && `?${query}`}`;
      },
      serviceDora: (entityRef, incident) => {
        const path = `${entityPath(
          parseEntityRef(entityRef),
        )}${ENTITY_DORA_PATH}`;
        const query = new URLSearchParams(
          incident ? { [INCIDENT_KEY]: incident } : {},
        ).toString();
        return `${path}${query && `?${query}`}`;
      },
    };
  }, [rootPath, entityPath]);
}

function dialogQuery(dialog: DialogLink): string {
  const query = new URLSearchParams({ deploy: dialog.environment });
  if (dialog.versionId) {
    query.set('version', dialog.versionId);
  }
  if (dialog.kind) {
    query.set('kind', dialog.kind);
  }
  return query.toString();
}
