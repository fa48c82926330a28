import { linearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import type {
  CommandDefinition,
  ParameterDefinition,
} from '../config/commandConfigSchema';
import { suggestName } from '../config/suggestName';
import {
  listBuiltInValues,
  toSlipwayVariables,
  type CommandContext,
} from './commandContext';
import { listSecretForms } from './listSecretForms';
import {
  fillPlaceholders,
  listPlaceholders,
  startsWithPlaceholder,
} from './placeholders';

/** Which command to run, as a golden path or a target's settings say it. */
export interface CommandUse {
  command: string;
  parameters: Record<string, string>;
}

/** Everything that is needed to start a process. */
export interface Invocation {
  program: string;
  arguments: string[];
  workingFolder: string;
  /** All of its variables. */
  environment: Record<string, string>;
  /** Texts to hide in the output, longest first. */
  secrets: string[];
  timeoutMs: number;
  stopWithinMs: number;
}

/** Variables of the backend that a command inherits. All others could be secrets of the portal. */
const INHERITED = ['PATH', 'HOME', 'LANG'];

const LONGEST_VALUE = 4_000;
/** Values without a pattern of their own can't contain what programs often interpret themselves. */
const PLAIN = /^[^\s"'`$\\{}]*$/;
const NOT_PLAIN =
  'contains a space, a quote, a brace, "$", "\\" or a control character. Declare a pattern that allows it';
const NOT_PLAIN_BUILT_IN =
  'contains a space, a quote, a brace, "$", "\\" or a control character, which programs may interpret. Read it from the variables SLIPWAY_… instead';
// eslint-disable-next-line no-control-regex -- Control characters are what it matches.
const CONTROL = /[\x00-\x1f\x7f]/;

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
      `"${command}" is not a command of deployments.command.commands${suggestName(
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
          `The command "${command}" has no parameter "${name}"${suggestName(
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
    return 'starts with "-", so the program would read it as an option. Declare mayStartWithDash if that is meant';
  }
  if (pattern !== undefined) {
    return linearRegExp(`^(?:${pattern})$`).test(value)
      ? undefined
      : `doesn't match its pattern ${pattern}`;
  }
  return secret || isPlain(value) ? undefined : NOT_PLAIN;
}

function isPlain(value: string): boolean {
  return PLAIN.test(value) && !CONTROL.test(value);
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
      if (!isPlain(builtIn.get(name) ?? '')) {
        refused.add(`The value of {{ ${name} }} ${NOT_PLAIN_BUILT_IN}`);
      }
    }
    const [first = ''] = listPlaceholders(template);
    if (
      startsWithPlaceholder(template) &&
      builtIn.get(first)?.startsWith('-')
    ) {
      refused.add(
        `The value of {{ ${first} }} starts with "-", so the program would read it as an option`,
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
      secrets: listSecretForms(secrets),
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
