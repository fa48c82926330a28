import { ConfigReader } from '@backstage/config';
import { DEMO_USER_HEADER, demoAuthenticator } from './authenticator';

const config = new ConfigReader({});

function requestWith(userName?: string) {
  return {
    req: {
      header: (name: string) =>
        name === DEMO_USER_HEADER ? userName : undefined,
    } as Parameters<typeof demoAuthenticator.authenticate>[0]['req'],
  };
}

describe('the demo sign-in', () => {
  const environment = process.env.NODE_ENV;

  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: environment });
  });

  it.each(['production', 'test', ''])(
    'refuses to be set up with NODE_ENV=%p',
    value => {
      Object.assign(process.env, { NODE_ENV: value });

      expect(() => demoAuthenticator.initialize({ config })).toThrow(
        /works only with NODE_ENV=development/,
      );
    },
  );

  it('is set up in development', () => {
    Object.assign(process.env, { NODE_ENV: 'development' });

    expect(() => demoAuthenticator.initialize({ config })).not.toThrow();
  });

  it('signs in as the person that the header names', async () => {
    await expect(
      demoAuthenticator.authenticate(requestWith('ana'), undefined),
    ).resolves.toEqual({ result: { userName: 'ana' } });
  });

  it.each([
    ['nobody', undefined],
    ['an empty name', ''],
    ['a whole entity ref', 'group:default/platform-leads'],
    ['another namespace', 'other/ana'],
  ])('refuses %s', async (_, userName) => {
    await expect(
      demoAuthenticator.authenticate(requestWith(userName), undefined),
    ).rejects.toThrow(/needs a user's name/);
  });
});
