import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { linearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import { listPlaceholders } from '../command/placeholders';
import { BUILT_IN_NAMES } from '../command/commandContext';
import { durationSchema } from './durationSchema';

const nameSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    'is not a name: expected at most 63 letters, digits, "-" and "_", starting with a letter',
  );
const variableSchema = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    'is not the name of an environment variable',
  )
  .refine(name => !name.startsWith('SLIPWAY_'), {
    message: 'is reserved: Slipway sets the variables SLIPWAY_…',
  });

const absolutePath = z
  .string()
  .refine(isAbsolute, { message: 'expected an absolute path' });
const argumentSchema = z.string().max(4_000);

const patternSchema = z
  .string()
  .max(500)
  .superRefine((pattern, ctx) => {
    try {
      linearRegExp(`^(?:${pattern})$`);
    } catch (error) {
      ctx.addIssue({
        code: 'custom',
        message: error instanceof Error ? error.message : String(error),
      });
    }
  });

const parameterSchema = z.strictObject({
  pattern: patternSchema.optional(),
  default: z.string().max(4_000).optional(),
  secret: z.boolean().default(false),
  mayStartWithDash: z.boolean().default(false),
});

const commandSchema = z
  .strictObject({
    program: absolutePath,
    arguments: z.array(argumentSchema).max(200).default([]),
    parameters: z.record(nameSchema, parameterSchema).default({}),
    folder: absolutePath.default('/'),
    environment: z.record(variableSchema, z.string()).default({}),
    secrets: z.record(variableSchema, z.string().min(1)).default({}),
    timeout: durationSchema.default(30 * 60_000),
    stopWithin: durationSchema.default(10_000),
    environments: z.array(z.string().min(1)).min(1).optional(),
    status: z
      .strictObject({ arguments: z.array(argumentSchema).max(200) })
      .optional(),
  })
  .superRefine((command, ctx) => {
    const mention = (text: string, path: (string | number)[]) => {
      for (const name of listPlaceholders(text)) {
        const parameter = /^parameters\.(.+)$/.exec(name)?.[1];
        const declared =
          parameter === undefined ||
          !Object.hasOwn(command.parameters, parameter)
            ? undefined
            : command.parameters[parameter];
        if (parameter === undefined && !BUILT_IN_NAMES.includes(name)) {
          ctx.addIssue({
            code: 'custom',
            path,
            message: `unknown name {{ ${name} }}. Known: ${[
              ...BUILT_IN_NAMES,
              'parameters.<name>',
            ].join(', ')}`,
          });
        } else if (parameter !== undefined && !declared) {
          ctx.addIssue({
            code: 'custom',
            path,
            message: `{{ ${name} }} is not declared under parameters`,
          });
        } else if (declared?.secret && path[0] !== 'environment') {
          ctx.addIssue({
            code: 'custom',
            path,
            message: `{{ ${name} }} is a secret, and everyone on the machine can read the arguments of a process. Pass it in environment`,
          });
        }
      }
    };
    command.arguments.forEach((text, index) =>
      mention(text, ['arguments', index]),
    );
    command.status?.arguments.forEach((text, index) =>
      mention(text, ['status', 'arguments', index]),
    );
    for (const [name, text] of Object.entries(command.environment)) {
      mention(text, ['environment', name]);
      if (Object.hasOwn(command.secrets, name)) {
        ctx.addIssue({
          code: 'custom',
          path: ['secrets', name],
          message: 'is also in environment. Keep only one of them',
        });
      }
    }
  });

/** Schema of `deployments.command`, with defaults. Durations are parsed into milliseconds. */
export const commandConfigSchema = z.strictObject({
  dataDir: z.string().min(1).optional(),
  commands: z.record(nameSchema, commandSchema).default({}),
});

/** A command that people with access to app-config allow. */
export type CommandDefinition = z.infer<typeof commandSchema>;

/** A value that a golden path or a target's settings may choose. */
export type ParameterDefinition = z.infer<typeof parameterSchema>;
