import { ConfigReader } from '@backstage/config';
import {
  readHosts,
  createDemoAuthenticator,
  DEMO_USER_HEADER,
} from './authenticator';

const config = new ConfigReader({
  app: { baseUrl: 'http://localhost:3000' },
  backend: { baseUrl: 'http://localhost:7007' },
});
const demoAuthenticator = createDemoAuthenticator(readHosts(config));
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

describe('createDemoAuthenticator', () => {
  const environment = process.env.NODE_ENV;

  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: environment });
  });

  it.each(['production', 'test', ''])('throws when NODE_ENV is %p', value => {
    Object.assign(process.env, { NODE_ENV: value });

    expect(() => demoAuthenticator.initialize({ config })).toThrow(
      /works only with NODE_ENV=development/,
    );
  });

  it('initializes when NODE_ENV is development', () => {
    Object.assign(process.env, { NODE_ENV: 'development' });

    expect(() => demoAuthenticator.initialize({ config })).not.toThrow();
  });

  it('signs in the user that the header names', async () => {
    await expect(
      demoAuthenticator.authenticate(requestWith('ana'), undefined),
    ).resolves.toEqual({ result: { userName: 'ana' } });
  });

  it.each(['localhost:3000', 'LOCALHOST:7007'])(
    'accepts requests for the configured host %s',
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
  ])('rejects requests for the host %p', async host => {
    await expect(
      demoAuthenticator.authenticate(requestWith('ana', host), undefined),
    ).rejects.toThrow(
      /works only at localhost:3000 and localhost:7007, not at/,
    );
  });

  it.each([
    ['a missing header', undefined],
    ['an empty name', ''],
    ['a whole entity ref', 'group:default/platform-leads'],
    ['another namespace', 'other/ana'],
  ])('rejects %s as the user name', async (_, userName) => {
    await expect(
      demoAuthenticator.authenticate(requestWith(userName), undefined),
    ).rejects.toThrow(/needs the name of a user/);
  });
});
