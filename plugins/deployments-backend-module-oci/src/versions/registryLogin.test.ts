import { createFaultProxy } from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  createTestRegistries,
  type TestRegistries,
} from '../__testUtils__/createTestRegistries';
import {
  createTestVersions,
  REPOSITORY,
} from '../__testUtils__/createTestVersions';
import {
  startUnusualRegistry,
  type Answer,
} from '../__testUtils__/unusualRegistry';

const LOGIN = { username: 'reader', password: 'hunter2-and-more' };

describe('versions from registries with a login', () => {
  let registries: TestRegistries;
  let images: TestRegistries['images'];
  const start: TestRegistries['start'] = (...options) =>
    registries.start(...options);

  beforeEach(() => {
    registries = createTestRegistries();
    ({ images } = registries);
  });
  afterEach(() => registries.close());

  const basic = `Basic ${Buffer.from(
    `${LOGIN.username}:${LOGIN.password}`,
  ).toString('base64')}`;

  beforeEach(() => {
    images.add('1.0.0', {});
  });

  it('are read with user name and password if the registry asks for them', async () => {
    const source = await start(
      request =>
        request.authorization === basic
          ? images.answer(request)
          : {
              status: 401,
              headers: { 'WWW-Authenticate': 'Basic realm="registry"' },
            },
      { registry: LOGIN },
    );
    expect(await source.listNames()).toEqual(['1.0.0']);
  });

  it('are read with a new token after the old one was revoked', async () => {
    let valid = 'first';
    const source = await start(
      (request, host) => {
        if (request.path.startsWith('/token')) {
          return { body: { access_token: valid, expires_in: 3_600 } };
        }
        return request.authorization === `Bearer ${valid}`
          ? images.answer(request)
          : {
              status: 401,
              headers: {
                'WWW-Authenticate': `Bearer realm="http://${host}/token",scope="repository:${REPOSITORY}:pull,push,delete repository:other/secret:pull"`,
              },
            };
      },
      { registry: LOGIN },
    );
    expect(await source.listNames()).toEqual(['1.0.0']);
    valid = 'second';
    await source.refresh();
    expect((await source.list()).warnings).toEqual([]);
    const tokens = source.registry.requests.filter(({ path }) =>
      path.startsWith('/token'),
    );
    // Never for more than reading this repository, whatever the registry asks for.
    const scope = encodeURIComponent(`repository:${REPOSITORY}:pull`);
    expect(tokens).toEqual([
      { method: 'GET', path: `/token?scope=${scope}`, authorization: basic },
      { method: 'GET', path: `/token?scope=${scope}`, authorization: basic },
    ]);
  });

  it.each([
    'http://evil.example.com/token',
    'ftp://127.0.0.1/token',
    'https://u:p@evil.example.com/token',
    '/token',
    '',
  ])('don’t send it to the token server %j', async realm => {
    const { fail } = await start(
      () => ({
        status: 401,
        headers: { 'WWW-Authenticate': `Bearer realm="${realm}"` },
      }),
      { registry: LOGIN },
    );
    expect(await fail()).toContain('so no login was sent there');
  });

  it.each<[string, Answer, string]>([
    ['no token', { body: {} }, 'has no token'],
    ['a broken token', { body: { token: 'a\r\nX: b' } }, 'has no token'],
    ['no JSON', { body: 'hunter2-and-more' }, 'is not JSON'],
    ['a limit', { status: 429 }, 'responded with status 429'],
    ['a refusal', { status: 403 }, 'rejected the login in'],
  ])('fail when the token server sends %s', async (_, answer, reason) => {
    const { fail } = await start(
      ({ path }, host) =>
        path.startsWith('/token')
          ? answer
          : {
              status: 401,
              headers: {
                'WWW-Authenticate': `Bearer realm="http://${host}/token"`,
              },
            },
      { registry: LOGIN },
    );
    const message = await fail();
    expect(message).toContain(reason);
    expect(message).not.toContain('hunter2');
  });

  it('are read from the storage that the registry redirects to, without the login', async () => {
    const storage = await startUnusualRegistry(images.answer);
    registries.closeAtEnd(storage);
    const source = await start(
      request => {
        if (request.authorization !== basic) {
          return {
            status: 401,
            headers: { 'WWW-Authenticate': 'Basic realm="registry"' },
          };
        }
        return request.path.includes('/blobs/')
          ? {
              status: 307,
              headers: { Location: `http://${storage.host}${request.path}` },
            }
          : images.answer(request);
      },
      { registry: LOGIN },
    );
    expect(await source.listNames()).toEqual(['1.0.0']);
    expect(storage.requests).toEqual([
      { method: 'GET', path: expect.stringContaining('/blobs/sha256:') },
    ]);
  });

  it.each(['Basic realm="storage"', 'Bearer realm="http://{host}/token"'])(
    'never send the login to a storage that asks for one: %s',
    async challenge => {
      const storage = await startUnusualRegistry(() => ({
        status: 401,
        headers: {
          'WWW-Authenticate': challenge.replace('{host}', storage.host),
        },
      }));
      registries.closeAtEnd(storage);
      const { fail, registry } = await start(
        request =>
          request.path.includes('/blobs/')
            ? {
                status: 307,
                headers: { Location: `http://${storage.host}${request.path}` },
              }
            : images.answer(request),
        { registry: LOGIN },
      );
      expect(await fail()).toContain(
        `redirects to ${storage.host}, which requires a login`,
      );
      expect(
        [...registry.requests, ...storage.requests].filter(
          ({ path, authorization }) => authorization || path === '/token',
        ),
      ).toEqual([]);
    },
  );

  it('are not read from storage without encryption elsewhere', async () => {
    const { fail } = await start(request =>
      request.path.includes('/blobs/')
        ? {
            status: 307,
            headers: { Location: 'http://storage.example.com/blob' },
          }
        : images.answer(request),
    );
    expect(await fail()).toContain('redirects to an address that is not https');
  });

  it('are read over TLS if the registry’s certificate is signed by the configured ones', async () => {
    const plain = await startUnusualRegistry(images.answer);
    const proxy = await createFaultProxy({
      target: `http://${plain.host}`,
      protocol: 'https',
    });
    const { host } = new URL(proxy.url);
    const trusting = createTestVersions(host, {
      registry: { insecure: false, ca: proxy.certificateAuthority! },
    });
    const distrusting = createTestVersions(host, {
      registry: { insecure: false },
    });
    registries.closeAtEnd(trusting, distrusting, proxy, plain);
    expect(await trusting.listNames()).toEqual(['1.0.0']);
    expect(await distrusting.fail()).toMatch(/certificate/);
  });
});
