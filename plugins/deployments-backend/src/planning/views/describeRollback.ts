import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { findIrreversible } from '../../domain/deployment/plan/planRollback';
import { shiftsTraffic } from '../../domain/deployment/plan/shiftsTraffic';
import type { Snapshot } from '../../domain/deployment/snapshot';
import { renderSentences } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';

/** Describes what happens if a deployment fails, in English and by codes. */
export function describeRollback(snapshot: Snapshot): {
  rollbackNote: string;
  rollbackSentences: Sentence[];
} {
  const rollbackSentences = sayRollback(snapshot);
  return {
    rollbackNote: renderSentences(rollbackSentences),
    rollbackSentences,
  };
}

function sayRollback(snapshot: Snapshot): Sentence[] {
  const { baseline, rollbackTarget, onFailure, kind } = snapshot;
  if (kind === 'rollback') {
    return [say('plan_rollback_fails')];
  }
  if (onFailure === 'fail') {
    return [say('plan_fails')];
  }
  const exception = sayException(snapshot);
  const asks = onFailure === 'pause' ? [say('plan_asks')] : [];
  const then = rollbackTarget
    ? say('plan_then_redeploys', { version: rollbackTarget.name })
    : say('plan_then_decides');
  if (!baseline) {
    return [...asks, say('plan_stops'), then, ...exception];
  }
  const version = baseline.name;
  if (shiftsTraffic(snapshot)) {
    return [...asks, say('plan_sends_back', { version }), then, ...exception];
  }
  return [
    ...asks,
    say('plan_restores', { version }),
    rollbackTarget
      ? say('plan_else_redeploys', { version: rollbackTarget.name })
      : say('plan_else_decides'),
    ...exception,
  ];
}

/** A person decides once a step has begun that can't be undone. */
function sayException(snapshot: Snapshot): Sentence[] {
  const { kind, onFailure } = snapshot;
  const irreversible = findIrreversible(snapshot);
  return irreversible && kind === 'deploy' && onFailure === 'rollback'
    ? [say('plan_asks_from', { step: irreversible.title })]
    : [];
}
