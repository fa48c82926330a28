import { ConfigReader } from '@backstage/config';
import {
  configuredHosts,
  createDemoAuthenticator,
  DEMO_USER_HEADER,
} from './authenticator';

const config = new ConfigReader({
  app: { baseUrl: 'http://localhost:3000' },
  backend: { baseUrl: 'http://localhost:7007' },
});
const demoAuthenticator = createDemoAuthenticator(configuredHosts(config));
type Authenticator = typeof demoAuthenticator;

function requestWith(
  userName: string | undefined,
  host: string | undefined = 'localhost:7007',
) {
  const headers: Record<string, string | undefined> = {
    [DEMO_USER_HEADER]: userName,
    host,
  };
  return {
    req: {
      header: (name: string) => headers[name],
    } as Parameters<Authenticator['authenticate']>[0]['req'],
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

  it.each(['localhost:3000', 'LOCALHOST:7007'])(
    'answers where the portal is visited: at %s',
    async host => {
      await expect(
        demoAuthenticator.authenticate(requestWith('ana', host), undefined),
      ).resolves.toEqual({ result: { userName: 'ana' } });
    },
  );

  it.each([
    'evil.example:7007',
    'evil.example',
    'localhost',
    'localhost:80',
    'localhost.evil.example:7007',
    '127.0.0.1:7007',
    '',
  ])('signs nobody in who asks for the host %p', async host => {
    await expect(
      demoAuthenticator.authenticate(requestWith('ana', host), undefined),
    ).rejects.toThrow(
      /answers at localhost:3000 and localhost:7007 only, not at/,
    );
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
