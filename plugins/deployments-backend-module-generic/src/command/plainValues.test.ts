import { commandConfigSchema } from '../config/commandConfigSchema';
import { buildInvocation } from './buildInvocation';

const build = (
  command: object,
  { name = '1.4.2', parameters = {} }: { name?: string; parameters?: {} } = {},
) =>
  buildInvocation(
    { command: 'tool', parameters },
    commandConfigSchema.parse({
      commands: { tool: { program: '/bin/tool', ...command } },
    }).commands,
    {
      service: 'component:default/checkout',
      environment: { name: 'staging', tier: 'staging' },
      intent: 'deploy',
      version: { name, artifact: 'registry.example.com/a/b@sha256:aa' },
    },
  );

describe('values in the arguments of a command', () => {
  it.each([
    '1;id',
    'a|b',
    'a>b',
    'a*',
    '~root',
    'ä',
    '１',
    '@file',
    '-x',
    'a,b',
  ])(
    'are refused for a version named %s, wherever they are in an argument',
    name => {
      expect(
        build({ arguments: ['tag={{ version.name }}'] }, { name }),
      ).toMatchObject({
        result: 'refused',
        problems: [expect.stringContaining('SLIPWAY_')],
      });
    },
  );

  it('are passed if they are plain', () => {
    expect(
      build(
        { arguments: ['{{ version.artifact }}', '{{ version.name }}'] },
        { name: 'release/2.0_rc+1' },
      ),
    ).toMatchObject({
      invocation: {
        arguments: ['registry.example.com/a/b@sha256:aa', 'release/2.0_rc+1'],
      },
    });
  });

  it.each(['-rf', '@file'])(
    'are refused if an empty one makes an argument start with %s',
    text => {
      const command = {
        arguments: [`{{ parameters.a }}{{ parameters.b }}${text}`],
        parameters: { a: { default: '' }, b: { pattern: '.*' } },
      };
      expect(build(command, { parameters: { b: '' } })).toMatchObject({
        result: 'refused',
        problems: [expect.stringContaining('is empty')],
      });
      expect(build(command, { parameters: { b: 'x y' } })).toMatchObject({
        invocation: { arguments: [`x y${text}`] },
      });
    },
  );
});
