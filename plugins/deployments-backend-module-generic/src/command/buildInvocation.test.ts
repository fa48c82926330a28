import { commandConfigSchema } from '../config/commandConfigSchema';
import { buildInvocation } from './buildInvocation';
import type { CommandContext } from './commandContext';

const CONTEXT: CommandContext = {
  service: 'component:default/checkout',
  environment: { name: 'staging', tier: 'staging' },
  intent: 'deploy',
  version: { name: '1.4.2', artifact: 'sha256:aaaa' },
};

const declare = (command: object) =>
  commandConfigSchema.parse({
    commands: { tool: { program: '/bin/tool', ...command } },
  }).commands;

const build = (
  command: object,
  parameters: Record<string, string> = {},
  context: Partial<CommandContext> = {},
) =>
  buildInvocation({ command: 'tool', parameters }, declare(command), {
    ...CONTEXT,
    ...context,
  });

describe('the arguments of a command', () => {
  const anything = { arguments: ['{{ parameters.a }}'], parameters: { a: {} } };

  it.each([
    ['a space', 'a b'],
    ['a quote', "a'b"],
    ['a brace', '{a: b}'],
    ['a dollar', '$HOME'],
    ['a backslash', 'a\\b'],
    ['a line break', 'a\nb'],
    ['a null character', 'a\0b'],
    ['a dash at the start', '--force'],
    ['too many characters', 'x'.repeat(4_001)],
  ])('refuse a plain value with %s, without repeating it', (_, value) => {
    const built = build(anything, { a: value });
    expect(built).toMatchObject({ result: 'refused' });
    expect(JSON.stringify(built)).not.toContain(JSON.stringify(value));
  });

  it('allow what a pattern matches as a whole', () => {
    const command = {
      ...anything,
      parameters: { a: { pattern: '[a-z ]+' } },
    };
    expect(build(command, { a: 'a b' })).toMatchObject({
      invocation: { arguments: ['a b'] },
    });
    expect(build(command, { a: 'a b;' })).toMatchObject({ result: 'refused' });
    expect(build(command, { a: 'a b\n' })).toMatchObject({ result: 'refused' });
  });

  it('allow a dash at the start only if that is declared', () => {
    const command = {
      ...anything,
      parameters: { a: { mayStartWithDash: true } },
    };
    expect(build(command, { a: '-v' })).toMatchObject({
      invocation: { arguments: ['-v'] },
    });
  });

  it.each([
    ['starts with a dash', '-rf', '{{ version.name }}'],
    ['contains what programs interpret', '1 admin=yes', 'v={{ version.name }}'],
  ])('refuse a version whose name %s', (_, name, argument) => {
    expect(
      build(
        { arguments: [argument] },
        {},
        {
          version: { name, artifact: 'sha256:aaaa' },
        },
      ),
    ).toMatchObject({ result: 'refused' });
  });

  it('pass any version by the variables', () => {
    const name = '-rf "x" $(y)';
    expect(
      build({}, {}, { version: { name, artifact: 'sha256:aaaa' } }),
    ).toMatchObject({ invocation: { environment: { SLIPWAY_VERSION: name } } });
  });

  it('refuse a name without a value', () => {
    expect(build({ arguments: ['{{ version.commit }}'] })).toMatchObject({
      problems: ['There is no value for {{ version.commit }}'],
    });
  });
});

describe('a use of a command', () => {
  it.each([
    [
      { parameters: { region: {} } },
      {},
      /"region" of the command "tool" is missing/,
    ],
    [
      { parameters: { region: {} } },
      { regio: 'a', region: 'b' },
      /no parameter "regio"; did you mean "region"/,
    ],
    [
      { parameters: {} },
      { constructor: 'a' },
      /no parameter "constructor"; there are none/,
    ],
  ])('is refused: %j with %j', (command, parameters, message) => {
    const built = build(command, parameters as {});
    expect(built.result === 'refused' && built.problems.join()).toMatch(
      message,
    );
  });

  it('takes the default of a parameter', () => {
    expect(
      build({
        arguments: ['{{ parameters.region }}'],
        parameters: { region: { default: 'eu' } },
      }),
    ).toMatchObject({ invocation: { arguments: ['eu'] } });
  });

  it('is refused in an environment that the command does not list', () => {
    const command = { environments: ['production'] };
    expect(build(command)).toMatchObject({
      problems: [
        expect.stringContaining(
          'may not run in staging. It may run in production',
        ),
      ],
    });
    expect(
      build(
        command,
        {},
        { environment: { name: 'production', tier: 'production' } },
      ),
    ).toMatchObject({ result: 'built' });
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'is refused for a command named %s',
    command => {
      expect(
        buildInvocation({ command, parameters: {} }, declare({}), CONTEXT),
      ).toMatchObject({ result: 'refused' });
    },
  );
});
