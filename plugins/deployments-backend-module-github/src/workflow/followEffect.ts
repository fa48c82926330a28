import { z } from 'zod';
import { ensureRun, type RunOrder, type RunSearch } from './ensureRun';
import { followRun, type RunProgress } from './followRun';
import type { WorkflowContext } from './workflowContext';

/** What handles keep of a run, so that another process finds it again. Times are epoch milliseconds. */
export const runFields = {
  startedAt: z.number(),
  runId: z.number().optional(),
  /** When GitHub accepted the dispatch, if its response did not name the run. */
  acceptedAt: z.number().optional(),
};

type RunFields = z.infer<z.ZodObject<typeof runFields>>;

/** Picks what a handle keeps of a search. */
export function toRunFields(search: RunSearch): Omit<RunFields, 'startedAt'> {
  switch (search.state) {
    case 'found':
      return { runId: search.run.id };
    case 'accepted':
      return search.runId === undefined
        ? { acceptedAt: search.at }
        : { runId: search.runId };
    case 'uncertain':
      return {};
    default: {
      const unknown: never = search;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/** Reports how far the run of a handle is. Starts it if an earlier call did not. @throws as `ensureRun` */
export async function followEffect(
  context: WorkflowContext,
  order: RunOrder,
  { runId, acceptedAt, startedAt }: RunFields,
  { deadline, signal }: { deadline: number; signal: AbortSignal },
): Promise<RunProgress> {
  const search: RunSearch =
    runId === undefined
      ? await ensureRun(context, order, {
          deadline,
          signal,
          isRepeat: true,
          ...(acceptedAt === undefined ? {} : { acceptedAt }),
        })
      : { state: 'accepted', at: startedAt, runId };
  return followRun(context, order, search, { since: startedAt, signal });
}
