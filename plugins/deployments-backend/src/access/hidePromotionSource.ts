import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../domain/deployment/events';
import type { DeploymentState } from '../domain/deployment/state';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import { type Service, toResource } from './catalogServices';
import { type Grant, isGranted } from './grants';

/** The kinds of blockers that say what runs in the environment that another one promotes from. */
const KINDS: readonly Blocker['kind'][] = ['promotion', 'soak'];

/** A reader of deployments of a service. */
export interface SourceReader {
  model: Pick<DeploymentsModel, 'environments'>;
  /** Where the reader can see deployments. */
  grant: Grant;
  service: Service;
}

/**
 * Removes from blockers what runs in the environment that a version is promoted from, unless the reader can see it. Blockers
 * name that environment, because the promotion rule may have changed since they were recorded. The kind becomes `promotion`:
 * a soak time says that the version runs there.
 */
export function hidePromotionSource(
  blockers: readonly Blocker[],
  reader: SourceReader,
): Blocker[] {
  return blockers.map(blocker => {
    if (!KINDS.includes(blocker.kind) || canSeeSource(blocker, reader)) {
      return blocker;
    }
    const { params, until, ...rest } = blocker;
    return {
      ...rest,
      kind: 'promotion',
      message:
        "The version must run in another environment first, which you can't see.",
      code: 'promotion_hidden',
    };
  });
}

/** The deployment as the reader may see it. */
export function hideSourceInState(
  state: DeploymentState,
  reader: SourceReader,
): DeploymentState {
  return { ...state, blockers: hidePromotionSource(state.blockers, reader) };
}

/** The event as the reader may see it. */
export function hideSourceInEvent(
  event: DeploymentEvent,
  reader: SourceReader,
): DeploymentEvent {
  return event.type === 'blocked'
    ? { ...event, blockers: hidePromotionSource(event.blockers, reader) }
    : event;
}

/** Whether the reader can see the environment that the blocker names. One that isn't configured is seen by no condition. */
function canSeeSource(
  { params }: Blocker,
  { model, grant, service }: SourceReader,
): boolean {
  if (grant.where === 'everywhere') return true;
  const named = model.environments.filter(
    ({ name, title }) => params?.source === title || params?.source === name,
  );
  return (
    named.length > 0 &&
    named.every(environment =>
      isGranted(grant, toResource(service, environment)),
    )
  );
}
