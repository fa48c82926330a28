import type { HttpRoute, ParentRef } from '../client/trafficObjects';

/** Whether the implementation of the Gateway API uses the route as it is now. */
export type RouteAssessment =
  | { state: 'accepted' }
  | { state: 'pending'; message: string }
  /** It has seen the route and does not use all of it. */
  | { state: 'rejected'; message: string };

/** What every parent must say. */
const CONDITIONS = ['Accepted', 'ResolvedRefs'];

/** Assesses the status of a route, which each of its parents reports. */
export function assessRoute({
  metadata,
  spec,
  status,
}: HttpRoute): RouteAssessment {
  const title = `HTTPRoute ${metadata.name}`;
  const parents = status?.parents ?? [];
  const pending = {
    state: 'pending' as const,
    message: `Waiting until the gateway has seen the change of ${title}`,
  };
  if (parents.length === 0) return pending;
  const hasReported = (parent: ParentRef) =>
    parents.some(
      ({ parentRef }) =>
        parentRef && isReportFor(parentRef, parent, metadata.namespace),
    );
  if (!(spec?.parentRefs ?? []).every(hasReported)) return pending;
  const reports = parents.flatMap(({ parentRef, conditions = [] }) =>
    CONDITIONS.map(type => ({
      parent: parentRef?.name ?? 'its gateway',
      type,
      condition: conditions.find(condition => condition.type === type),
    })),
  );
  const isSeen = ({ condition }: (typeof reports)[number]) =>
    (condition?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  if (!reports.every(isSeen)) return pending;
  const rejected = reports.find(
    ({ condition }) => condition?.status !== 'True',
  );
  return rejected
    ? {
        state: 'rejected',
        message: `${rejected.parent} does not use all of ${title}: ${
          rejected.type
        } is ${rejected.condition?.status ?? 'missing'}${
          rejected.condition?.reason ? ` (${rejected.condition.reason})` : ''
        }${
          rejected.condition?.message ? `: ${rejected.condition.message}` : ''
        }`,
      }
    : { state: 'accepted' };
}

/** Whether a parent's report is about one reference of the route. A report without a listener is about all of them. */
function isReportFor(
  reported: ParentRef,
  parent: ParentRef,
  routeNamespace: string | undefined,
): boolean {
  const identify = ({
    group = 'gateway.networking.k8s.io',
    kind = 'Gateway',
    namespace = routeNamespace,
    name,
  }: ParentRef) => JSON.stringify([group, kind, namespace, name]);
  return (
    identify(reported) === identify(parent) &&
    (reported.sectionName === undefined ||
      reported.sectionName === parent.sectionName) &&
    (reported.port === undefined || reported.port === parent.port)
  );
}
