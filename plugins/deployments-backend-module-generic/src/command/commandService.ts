import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
import type { CommandConfig } from '../config/readCommandConfig';
import {
  buildInvocation,
  findUseProblems,
  type Invocation,
} from './buildInvocation';
import type { CommandUse } from './commandSchemas';
import type { CommandContext } from './commandContext';
import { createCommandRuns, type CommandRuns } from './commandRuns';

/** The commands of app-config, and what is known about their runs. */
export interface CommandService {
  runs: CommandRuns;
  dataDir: string;
  /** Lists why a command can't be run with these parameters, one sentence each. */
  findProblems(use: CommandUse): string[];
  /** @throws EffectError if the command can't be run, or not with these values. */
  build(use: CommandUse, context: CommandContext): Invocation;
  /** Builds the process that says whether the command has run. Returns `undefined` if the command has no `status`. */
  buildStatus(use: CommandUse, context: CommandContext): Invocation | undefined;
  /** What the idempotency key of a run stands for, without secrets. */
  describeBody(use: CommandUse, context: CommandContext): JsonValue;
}

/** Says what is missing if commands are not configured. */
export const MISSING_CONFIG =
  'No command can run, because deployments.command is missing from app-config';

export function createCommandService({
  commands,
  dataDir,
}: CommandConfig): CommandService {
  const build = (
    use: CommandUse,
    context: CommandContext,
    argumentTemplates?: string[],
  ) => {
    const built = buildInvocation(use, commands, context, argumentTemplates);
    if (built.result === 'refused') {
      throw new EffectError(`Nothing was run. ${built.problems.join('. ')}.`, {
        code: 'invalid_command',
        retryable: false,
        notSent: true,
      });
    }
    return built.invocation;
  };
  return {
    runs: createCommandRuns(dataDir),
    dataDir,
    findProblems: use => findUseProblems(use, commands),
    build: (use, context) => build(use, context),
    buildStatus(use, context) {
      const status = commands[use.command]?.status;
      return status
        ? build(use, { ...context, intent: 'status' }, status.arguments)
        : undefined;
    },
    describeBody({ command, parameters }, context) {
      const declared = commands[command]?.parameters ?? {};
      const { service, environment, version, intent } = context;
      return [
        command,
        // A secret may be rotated between two calls, and even its hash should not be stored.
        Object.entries(parameters)
          .filter(([name]) => !declared[name]?.secret)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
        service,
        environment.name,
        version?.artifact ?? null,
        intent,
      ];
    },
  };
}
