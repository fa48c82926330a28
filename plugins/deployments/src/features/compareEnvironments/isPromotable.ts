import type { ComparedService } from '@slipway/backstage-plugin-deployments-common';

/** Whether the environments run different versions of it, or only one of them runs it. */
export function isDiffering({ state, from, to }: ComparedService): boolean {
  return state !== 'same' && (from !== undefined || to !== undefined);
}

/** Whether the reader can promote it: a version differs, and it would not be a downgrade. */
export function isPromotable({ state, actions }: ComparedService): boolean {
  return actions.promote && state !== 'ahead';
}

/** Whether it can be promoted, nothing that is known blocks it, and nobody holds it where it comes from. */
export function isReady(item: ComparedService): boolean {
  return (
    isPromotable(item) &&
    item.blockers.length === 0 &&
    item.from?.hold === undefined
  );
}
