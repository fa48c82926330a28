import { useRouteRef } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { useMemo } from 'react';
import {
  ACTIVITY_PATH,
  ANALYSES_PATH,
  BATCH_KEY,
  BATCH_PATH,
  COMPARE_PATH,
  DORA_PATH,
  ENTITY_DORA_PATH,
  ENTITY_TAB_PATH,
  EVENTS_PATH,
  INCIDENT_KEY,
  METRIC_KEY,
  NEEDS_YOU_PATH,
  TROUBLESHOOTING_PATH,
} from './pagePaths';
import { rootRouteRef } from './routeRefs';

/** A deploy dialog that a link opens. */
export interface DialogLink {
  environment: string;
  versionId?: string;
  kind?: string;
  /** When it starts, as `formatStart` writes it. */
  start?: string;
}

/** The query parameters of a deploy dialog. */
export const DIALOG_KEYS = {
  environment: 'deploy',
  versionId: 'version',
  kind: 'kind',
  start: 'start',
} as const satisfies Record<keyof DialogLink, string>;

/** Replaces the deploy dialog in a query; without a dialog, removes it. */
export function withDialog(
  query: URLSearchParams,
  dialog: DialogLink | undefined,
): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of Object.keys(DIALOG_KEYS) as (keyof DialogLink)[]) {
    const value = dialog?.[name];
    if (value === undefined || (value === '' && name !== 'environment')) {
      next.delete(DIALOG_KEYS[name]);
    } else {
      next.set(DIALOG_KEYS[name], value);
    }
  }
  return next;
}

/** The dead letters that a link shows. */
export interface DeadLetterLink {
  which?: 'unmapped' | 'rejected' | 'future';
  /** When they were received, as RFC 3339. */
  since?: string;
  until?: string;
}

/** A comparison of two environments that a link shows. */
interface ComparisonLink {
  from?: string;
  to?: string;
  /** Entity refs; without any, all services. */
  services?: readonly string[];
}

/** Addresses of everything that can be linked to. */
export interface Paths {
  root: string;
  activity: string;
  /** What waits for a decision of the reader. */
  needsYou: string;
  /** A deployment, optionally with one of its steps, a metric of the step's analysis, or an event. */
  deployment(
    id: string,
    options?: { step?: string; metric?: string; event?: number },
  ): string;
  /** What an analysis would have said about earlier deployments. */
  analysisReplay(analysis: string): string;
  /** What services run in two environments. Without names, the page chooses them. */
  comparison(link?: ComparisonLink): string;
  /** Several deployments on one page. */
  batch(ids: readonly string[]): string;
  service(entityRef: string, dialog?: DialogLink): string;
  /** The delivery metrics, optionally of one team or system. */
  dora(filter?: { owner?: string; system?: string }): string;
  /** Events of other pipelines that could not be processed, optionally filtered. */
  deadLetters(filter?: DeadLetterLink): string;
  /** The delivery metrics and incidents on a service's page, optionally with one incident first. */
  serviceDora(entityRef: string, incident?: string): string;
  /** A section of the troubleshooting page, by its anchor. */
  troubleshooting(anchor: string): string;
}

export function usePaths(): Paths {
  const rootPath = useRouteRef(rootRouteRef);
  const entityPath = useRouteRef(entityRouteRef);
  return useMemo(() => {
    const root = rootPath();
    return {
      root,
      activity: `${root}/${ACTIVITY_PATH}`,
      needsYou: `${root}/${NEEDS_YOU_PATH}`,
      deployment: (id, options = {}) => {
        const query = new URLSearchParams();
        if (options.step) {
          query.set('step', options.step);
        }
        if (options.metric) {
          query.set(METRIC_KEY, options.metric);
        }
        if (options.event !== undefined) {
          query.set('event', String(options.event));
        }
        const search = query.toString();
        return `${root}/${encodeURIComponent(id)}${search && `?${search}`}`;
      },
      analysisReplay: analysis =>
        `${root}/${ANALYSES_PATH}/${encodeURIComponent(analysis)}`,
      comparison: ({ from, to, services = [] } = {}) => {
        const query = new URLSearchParams([
          ...(from ? [['from', from]] : []),
          ...(to ? [['to', to]] : []),
          ...services.map(service => ['service', service]),
        ]).toString();
        return `${root}/${COMPARE_PATH}${query && `?${query}`}`;
      },
      batch: ids =>
        `${root}/${BATCH_PATH}?${new URLSearchParams({
          [BATCH_KEY]: ids.join(','),
        })}`,
      service: (entityRef, dialog) => {
        const path = `${entityPath(
          parseEntityRef(entityRef),
        )}${ENTITY_TAB_PATH}`;
        return dialog
          ? `${path}?${withDialog(new URLSearchParams(), dialog)}`
          : path;
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
      deadLetters: (filter = {}) => {
        const query = new URLSearchParams(
          Object.entries(filter).filter(([, value]) => value),
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
      troubleshooting: anchor => `${root}/${TROUBLESHOOTING_PATH}#${anchor}`,
    };
  }, [rootPath, entityPath]);
}
