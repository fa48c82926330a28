import type { Entity } from '@backstage/catalog-model';
import { evaluateFilterPredicate } from '@backstage/filter-predicates';
import { GOLDEN_PATH_ANNOTATION } from '@slipway/backstage-plugin-deployments-common';
import { didYouMean } from '@slipway/backstage-plugin-deployments-node/config';
import type {
  DeploymentsModel,
  GoldenPathModel,
} from '../../domain/model/deploymentsModel';

export type ChosenGoldenPath =
  | { result: 'chosen'; path: GoldenPathModel }
  /** `reason`: why none was chosen and what to do, as sentences. */
  | { result: 'none'; reason: string };

/** Chooses a service's golden path: the one that its annotation names, otherwise the first whose `for` matches. */
export function chooseGoldenPath(
  model: Pick<DeploymentsModel, 'goldenPaths'>,
  entity: Entity,
): ChosenGoldenPath {
  const names = model.goldenPaths.map(path => path.name);
  const annotated = entity.metadata.annotations?.[GOLDEN_PATH_ANNOTATION];
  if (annotated !== undefined) {
    const path = model.goldenPaths.find(({ name }) => name === annotated);
    if (path) {
      return { result: 'chosen', path };
    }
    return {
      result: 'none',
      reason: `The annotation ${GOLDEN_PATH_ANNOTATION} names the golden path "${annotated}", which does not exist${didYouMean(
        annotated,
        names,
      )}. Correct the annotation, or remove it to let the portal choose.`,
    };
  }
  const path = model.goldenPaths.find(
    candidate =>
      candidate.for !== undefined &&
      evaluateFilterPredicate(candidate.for, entity),
  );
  if (path) {
    return { result: 'chosen', path };
  }
  return {
    result: 'none',
    reason:
      names.length === 0
        ? 'No golden path is configured yet. The platform team adds them under deployments.goldenPaths in app-config.'
        : `No golden path matches this service. Choose one with the annotation ${GOLDEN_PATH_ANNOTATION} (${names.join(
            ', ',
          )}), or ask the platform team to widen one's "for".`,
  };
}
