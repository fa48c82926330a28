import { z } from 'zod';

/** Templates fill in inputs as they are, so numbers and booleans are allowed. */
const parametersSchema = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
  )
  .default({});

/** Names a command of app-config, with values for its parameters. */
export const commandUseSchema = z.strictObject({
  command: z.string().min(1),
  parameters: parametersSchema,
});

/** Which command to run, as a golden path or a target's settings say it. */
export type CommandUse = z.infer<typeof commandUseSchema>;
