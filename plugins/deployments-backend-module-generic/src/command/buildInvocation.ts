import { linearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import { didYouMean } from '@slipway/backstage-plugin-deployments-node/config';
import type {
  CommandDefinition,
  ParameterDefinition,
} from '../config/commandConfigSchema';
import {
  listBuiltInValues,
  toSlipwayVariables,
  type CommandContext,
} from './commandContext';
import type { CommandUse } from './commandSchemas';
import {
  fillPlaceholders,
  listPlaceholders,
  skipEmptyPlaceholders,
} from './placeholders';

/** Everything that is needed to start a process. */
export interface Invocation {
  program: string;
  arguments: string[];
  workingFolder: string;
  /** All of its variables. */
  environment: Record<string, string>;
  /** Values to hide in the output. */
  secrets: string[];
  timeoutMs: number;
  stopWithinMs: number;
}

/** Variables of the backend that a command inherits. All others could be secrets of the portal. */
const INHERITED = ['PATH', 'HOME', 'LANG'];

const LONGEST_VALUE = 4_000;
/** Values without a pattern of their own can only contain what hardly any program interprets itself. */
const PLAIN = /^(?!@)[\w.:/@+=-]*$/;
const NOT_PLAIN =
  'is not a plain value: it must not start with "@", and can only contain letters from A to Z, digits and _ . : / @ + = -. Declare a pattern that allows it';
const NOT_PLAIN_BUILT_IN =
  'starts with "-" or "@", or contains characters other than letters from A to Z, digits and _ . : / @ + = -, which programs may interpret. Read it from the variables SLIPWAY_… instead';

/**
 * Lists why a command can't be run with these parameters, one sentence each, without the values, which may be secret.
 * `{{ … }}` that the engine fills in later must have been filled in.
 */
export function findUseProblems(
  { command, parameters }: CommandUse,
  commands: Readonly<Record<string, CommandDefinition>>,
  environment?: string,
): string[] {
  const definition = Object.hasOwn(commands, command)
    ? commands[command]
    : undefined;
  if (!definition) {
    return [
      `"${command}" is not a command of deployments.command.commands${didYouMean(
        command,
        Object.keys(commands),
      )}`,
    ];
  }
  const declared = definition.parameters;
  return [
    ...(environment !== undefined &&
    definition.environments?.includes(environment) === false
      ? [
          `The command "${command}" may not run in ${environment}. It may run in ${definition.environments.join(
            ', ',
          )} (deployments.command.commands.${command}.environments)`,
        ]
      : []),
    ...Object.keys(parameters)
      .filter(name => !Object.hasOwn(declared, name))
      .map(
        name =>
          `The command "${command}" has no parameter "${name}"${didYouMean(
            name,
            Object.keys(declared),
          )}`,
      ),
    ...Object.entries(declared).flatMap(([name, definitionOfOne]) => {
      const value = parameters[name] ?? definitionOfOne.default;
      const problem =
        value === undefined
          ? 'is missing'
          : findValueProblem(value, definitionOfOne);
      return problem
        ? [`The parameter "${name}" of the command "${command}" ${problem}`]
        : [];
    }),
  ];
}

function findValueProblem(
  value: string,
  { pattern, secret, mayStartWithDash }: ParameterDefinition,
): string | undefined {
  if (value.length > LONGEST_VALUE) {
    return `is longer than ${LONGEST_VALUE} characters`;
  }
  if (value.includes('\0')) return 'contains a null character';
  if (value.startsWith('-') && !mayStartWithDash && !secret) {
    return 'starts with "-", so the program would read it as an option. If that is intended, declare mayStartWithDash';
  }
  if (pattern !== undefined) {
    return linearRegExp(`^(?:${pattern})$`).test(value)
      ? undefined
      : `doesn't match its pattern ${pattern}`;
  }
  return secret || PLAIN.test(value) ? undefined : NOT_PLAIN;
}

/** What to run, or why it can't be run. */
export type BuiltInvocation =
  | { result: 'built'; invocation: Invocation }
  | { result: 'refused'; problems: string[] };

/**
 * Builds the process of a command. Each argument stays one argument, whatever its values contain: no shell is involved.
 *
 * @param argumentTemplates - Instead of the command's own, e.g. those of its `status`.
 */
export function buildInvocation(
  use: CommandUse,
  commands: Readonly<Record<string, CommandDefinition>>,
  context: CommandContext,
  argumentTemplates?: string[],
): BuiltInvocation {
  const problems = findUseProblems(use, commands, context.environment.name);
  const definition = commands[use.command];
  if (problems.length > 0 || !definition) {
    return { result: 'refused', problems };
  }
  const builtIn = listBuiltInValues(context);
  const values = new Map(builtIn);
  const secrets = Object.values(definition.secrets);
  for (const [name, parameter] of Object.entries(definition.parameters)) {
    const value = use.parameters[name] ?? parameter.default ?? '';
    values.set(`parameters.${name}`, value);
    if (parameter.secret) secrets.push(value);
  }

  const templates = argumentTemplates ?? definition.arguments;
  const refused = new Set<string>();
  const fill = (template: string) =>
    fillPlaceholders(template, name => {
      const value = values.get(name);
      if (value === undefined) {
        refused.add(`There is no value for {{ ${name} }}`);
      }
      return value ?? '';
    });
  const filled = templates.map(template => {
    for (const name of listPlaceholders(template)) {
      const value = builtIn.get(name) ?? '';
      if (!PLAIN.test(value) || value.startsWith('-')) {
        refused.add(`The value of {{ ${name} }} ${NOT_PLAIN_BUILT_IN}`);
      }
    }
    const rest = skipEmptyPlaceholders(template, name => values.get(name));
    if (rest !== template && /^[-@]/.test(rest)) {
      refused.add(
        `The argument "${template}" would start with "${rest.charAt(
          0,
        )}", which programs may interpret, because a value at its beginning is empty. Choose another value`,
      );
    }
    return fill(template);
  });
  const environment = {
    ...listInherited(),
    ...Object.fromEntries(
      Object.entries(definition.environment).map(([name, template]) => [
        name,
        fill(template),
      ]),
    ),
    ...definition.secrets,
    ...toSlipwayVariables(context),
  };
  if (refused.size > 0) return { result: 'refused', problems: [...refused] };
  return {
    result: 'built',
    invocation: {
      program: definition.program,
      arguments: filled,
      workingFolder: definition.folder,
      environment,
      secrets,
      timeoutMs: definition.timeout,
      stopWithinMs: definition.stopWithin,
    },
  };
}

function listInherited(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
