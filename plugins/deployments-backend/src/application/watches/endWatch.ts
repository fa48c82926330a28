import type { CommitDeps } from '../../commit/commitDeps';
import { recordCommand } from '../../commit/writeCommit';
import { RefusalError } from '../../domain/deployment/messages/conflict';
import { toMessage } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import { endWatches, readWatch } from '../../persistence/repositories/watches';
import type { Caller } from '../caller';
import { publishWatch, readAudience } from './changeWatch';

/** Ends a watch without a verdict, on a person's decision. Throws ConflictError if nothing is watched. */
export async function endWatch(
  deps: CommitDeps,
  deploymentId: string,
  reason: string,
  caller: Caller,
): Promise<void> {
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const watch = await readWatch(trx, deploymentId);
    const isEnded =
      watch !== undefined &&
      (await endWatches(trx, { deploymentId }, { reason, now })) > 0;
    if (!isEnded) {
      throw new RefusalError(toMessage([say('refused_watch_ended')]));
    }
    await recordCommand(trx, {
      at: now,
      actor: caller.principal,
      action: 'watch.ended',
      outcome: 'accepted',
      service: watch.service,
      environment: watch.environment,
      deploymentId,
      reason,
    });
    const { seq } = await readAudience(trx, watch);
    await publishWatch(deps, trx, watch, { seq, messages: [], now });
  });
}
