import { z } from 'zod';
import { KEY_INPUT } from '../runs/runRecord';
import { findUnknownPlaceholders } from './placeholders';

/** GitHub accepts 25 inputs, and one is Slipway's own. */
const MAX_INPUTS = 24;
/** GitHub accepts 65,535 characters in all inputs together. */
const MAX_INPUT_LENGTH = 20_000;

export const repositoryName = z
  .string()
  .max(200)
  .regex(
    /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.-]+\/(?!\.{1,2}$)[A-Za-z0-9_.-]+$/,
    'expected a repository as owner/name',
  );

export const hostName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9.-]+(?::\d{1,5})?$/i,
    'expected a host such as github.com, as in integrations.github',
  );

export const workflowFile = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_.-]+\.ya?ml$/,
    'expected the name of a file in .github/workflows, such as deploy.yml',
  );

export const gitReference = z
  .string()
  .min(1)
  .max(255)
  .regex(
    // eslint-disable-next-line no-control-regex -- Control characters are what it refuses.
    /^[^\s~^:?*[\\\x00-\x1f\x7f]+$/,
    'expected the name of a branch or tag',
  );

/** Inputs of a workflow. Numbers and booleans become text, as GitHub sends them. */
export const workflowInputs = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/, 'expected the name of an input'),
    z.union([z.string().max(MAX_INPUT_LENGTH), z.number(), z.boolean()]),
  )
  .transform(inputs =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, String(value)]),
    ),
  )
  .superRefine((inputs, ctx) => {
    const names = Object.keys(inputs);
    if (names.length > MAX_INPUTS) {
      ctx.addIssue({
        code: 'custom',
        message: `at most ${MAX_INPUTS} inputs are possible`,
      });
    }
    if (names.includes(KEY_INPUT)) {
      ctx.addIssue({
        code: 'custom',
        path: [KEY_INPUT],
        message: 'Slipway sets this input itself',
      });
    }
  });

/** Inputs that may contain `{version.name}` and the like. */
export const workflowInputTemplates = workflowInputs.superRefine(
  (inputs, ctx) => {
    for (const [name, text] of Object.entries(inputs)) {
      for (const message of findUnknownPlaceholders(text)) {
        ctx.addIssue({ code: 'custom', path: [name], message });
      }
    }
  },
);

/** How a run is found again; see the documentation page. */
export const correlation = z.enum(['run-name', 'none']);
