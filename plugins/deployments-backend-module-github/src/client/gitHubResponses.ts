import { z } from 'zod';

const time = z.iso.datetime({ offset: true }).transform(it => Date.parse(it));
const optionalTime = time.nullish().transform(it => it ?? undefined);
const optionalText = z
  .string()
  .nullish()
  .transform(it => it ?? undefined);

/** Response to a dispatch with `return_run_details`. */
export const dispatchedSchema = z.object({ workflow_run_id: z.number().int() });

/** Times are epoch milliseconds, rounded down to seconds by GitHub. */
export const runSchema = z
  .object({
    id: z.number().int(),
    run_number: z.number().int(),
    run_attempt: z.number().int().default(1),
    display_title: z.string(),
    status: z.string().nullable(),
    conclusion: z.string().nullable(),
    html_url: z.string(),
    created_at: time,
    updated_at: time,
    run_started_at: optionalTime,
    triggering_actor: z.object({ login: z.string() }).nullish(),
  })
  .transform(run => ({
    id: run.id,
    number: run.run_number,
    /** 1 for the first; a re-run keeps the id. */
    attempt: run.run_attempt,
    title: run.display_title,
    status: run.status ?? 'unknown',
    /** Present once it has ended. */
    conclusion: run.conclusion ?? undefined,
    url: run.html_url,
    createdAt: run.created_at,
    updatedAt: run.updated_at,
    /** Start of the latest attempt. */
    startedAt: run.run_started_at ?? run.created_at,
    /** Who started the latest attempt. */
    actor: run.triggering_actor?.login,
  }));

export type WorkflowRun = z.infer<typeof runSchema>;

export const runListSchema = z
  .object({ total_count: z.number().int(), workflow_runs: z.array(runSchema) })
  .transform(it => ({ total: it.total_count, runs: it.workflow_runs }));

const stepSchema = z
  .object({
    name: z.string(),
    number: z.number().int(),
    status: z.string(),
    conclusion: z.string().nullable(),
    started_at: optionalTime,
  })
  .transform(({ started_at: startedAt, ...rest }) => ({ ...rest, startedAt }));

const jobSchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    status: z.string(),
    conclusion: z.string().nullable(),
    html_url: optionalText,
    steps: z.array(stepSchema).default([]),
  })
  .transform(({ html_url: url, ...rest }) => ({ ...rest, url }));

export type WorkflowJob = z.infer<typeof jobSchema>;

export const jobListSchema = z
  .object({ jobs: z.array(jobSchema) })
  .transform(it => it.jobs);

const reviewerSchema = z.object({
  type: z.string().optional(),
  reviewer: z
    .object({ login: z.string().optional(), name: z.string().nullish() })
    .optional(),
});

export const pendingDeploymentsSchema = z.array(
  z
    .object({
      environment: z.object({ name: z.string().optional() }),
      wait_timer: z.number().default(0),
      wait_timer_started_at: optionalTime,
      reviewers: z.array(reviewerSchema).default([]),
    })
    .transform(it => ({
      environment: it.environment.name ?? 'its environment',
      /** When the wait timer ends, in epoch milliseconds. */
      until:
        it.wait_timer > 0 && it.wait_timer_started_at !== undefined
          ? it.wait_timer_started_at + it.wait_timer * 60_000
          : undefined,
      reviewers: it.reviewers.flatMap(({ type, reviewer }) => {
        if (type === 'Team')
          return reviewer?.name ? [`team ${reviewer.name}`] : [];
        return reviewer?.login ? [reviewer.login] : [];
      }),
    })),
);

export type PendingDeployment = z.infer<
  typeof pendingDeploymentsSchema
>[number];

export const repositorySchema = z
  .object({ default_branch: z.string() })
  .transform(it => ({ defaultBranch: it.default_branch }));

export const workflowListSchema = z
  .object({
    workflows: z.array(z.object({ path: z.string(), state: z.string() })),
  })
  .transform(it => it.workflows);

/** A text file. */
export const fileSchema = z
  .object({ content: z.string(), encoding: z.literal('base64') })
  .transform(it => Buffer.from(it.content, 'base64').toString('utf8'));

const commitSchema = z
  .object({
    sha: z.string(),
    html_url: z.string(),
    commit: z.object({
      message: z.string(),
      author: z
        .object({ name: optionalText, date: optionalText })
        .nullish()
        .transform(it => it ?? undefined),
    }),
    author: z.object({ login: z.string().optional() }).nullish(),
  })
  .transform(it => ({
    sha: it.sha,
    url: it.html_url,
    message: it.commit.message,
    author: it.author?.login ?? it.commit.author?.name,
    authoredAt: it.commit.author?.date,
  }));

export type GitHubCommit = z.infer<typeof commitSchema>;

export const comparisonSchema = z
  .object({
    total_commits: z.number().int(),
    base_commit: commitSchema,
    commits: z.array(commitSchema),
  })
  .transform(it => ({
    total: it.total_commits,
    base: it.base_commit,
    commits: it.commits,
  }));

export const pullListSchema = z.array(
  z
    .object({ html_url: z.string(), merged_at: optionalText })
    .transform(it => ({ url: it.html_url, mergedAt: it.merged_at })),
);
