import {
  createFaultProxy,
  describeWithRegistry,
  type FaultProxy,
  startRegistry,
  type StartedRegistry,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  createTestVersions,
  REPOSITORY,
  type TestVersions,
} from '../__testUtils__/createTestVersions';

jest.setTimeout(60_000);

const LOGIN = { username: 'reader', password: 'correct horse battery' };
const revision = (letter: string) => letter.repeat(40);
const day = (number: number) => `2026-03-0${number}T10:00:00Z`;

describeWithRegistry('versions from a real registry', () => {
  let registry: StartedRegistry;
  let proxy: FaultProxy;
  let versions: TestVersions;

  beforeAll(async () => {
    registry = await startRegistry();
    proxy = await createFaultProxy({ target: registry.url });
  });
  afterAll(async () => {
    await proxy?.close();
    await registry?.stop();
  });
  beforeEach(() => proxy.reset());
  afterEach(() => versions?.close());

  /** The registry behind the proxy. */
  const open = (options: Parameters<typeof createTestVersions>[1] = {}) => {
    versions = createTestVersions(new URL(proxy.url).host, options);
    return versions;
  };
  const artifact = (digest: string, repository = REPOSITORY) =>
    `${new URL(proxy.url).host}/${repository}@${digest}`;

  describe('with an image of each of the four types', () => {
    const digests: Record<string, string> = {};

    beforeAll(async () => {
      const { pusher } = registry;
      const platform = (architecture: string) => ({
        os: 'linux',
        architecture,
      });
      digests.docker = await pusher.pushImage(
        REPOSITORY,
        ['1.0.0', '1.0', '1'],
        {
          format: 'docker',
          created: day(1),
          labels: { 'org.opencontainers.image.revision': revision('a') },
        },
      );
      digests.oci = await pusher.pushImage(REPOSITORY, ['v1.1.0'], {
        format: 'oci',
        created: '1970-01-01T00:00:00Z',
        labels: { 'org.opencontainers.image.revision': revision('0') },
        annotations: {
          'org.opencontainers.image.created': day(2),
          'org.opencontainers.image.revision': revision('b'),
        },
      });
      const arm = await pusher.pushImage(REPOSITORY, [], {
        format: 'docker',
        created: day(9),
        architecture: 'arm64',
      });
      const amd = await pusher.pushImage(REPOSITORY, [], {
        format: 'docker',
        created: day(3),
        labels: { 'org.opencontainers.image.revision': revision('c') },
      });
      digests.list = await pusher.pushIndex(
        REPOSITORY,
        ['1.10.0-rc.1', '1.10.0'],
        {
          format: 'docker',
          images: [
            { digest: arm, platform: platform('arm64') },
            { digest: amd, platform: platform('amd64') },
          ],
        },
      );
      const attestation = await pusher.pushImage(REPOSITORY, [], {
        format: 'oci',
        annotations: { is: 'an attestation' },
      });
      const image = await pusher.pushImage(REPOSITORY, [], {
        format: 'oci',
        created: day(4),
        architecture: 'arm64',
        labels: {
          'org.opencontainers.image.revision': revision('d'),
          'org.opencontainers.image.version': '1.11.0-final',
        },
      });
      digests.index = await pusher.pushIndex(
        REPOSITORY,
        ['latest', '1.11.0', '1.11.0-final'],
        {
          format: 'oci',
          images: [
            {
              digest: attestation,
              platform: { os: 'unknown', architecture: 'unknown' },
              annotations: {
                'vnd.docker.reference.type': 'attestation-manifest',
              },
            },
            { digest: image, platform: platform('arm64') },
          ],
        },
      );
    });

    it('lists each once with its digest, commit and time, newest first', async () => {
      const listed = await open().list();
      expect(listed.warnings).toEqual([]);
      expect(listed.versions).toEqual([
        {
          name: '1.11.0-final',
          artifact: artifact(digests.index),
          createdAt: '2026-03-04T10:00:00.000Z',
          commits: [{ id: revision('d') }],
        },
        {
          name: '1.10.0',
          artifact: artifact(digests.list),
          createdAt: '2026-03-03T10:00:00.000Z',
          commits: [{ id: revision('c') }],
        },
        {
          name: 'v1.1.0',
          artifact: artifact(digests.oci),
          createdAt: '2026-03-02T10:00:00.000Z',
          commits: [{ id: revision('b') }],
        },
        {
          name: '1.0.0',
          artifact: artifact(digests.docker),
          createdAt: '2026-03-01T10:00:00.000Z',
          commits: [{ id: revision('a') }],
        },
      ]);
    });

    it('answers from the cache, and reads the content of a digest only once', async () => {
      const source = open();
      const first = await source.list();
      const requests = proxy.requests.length;
      expect((await source.list()).versions).toEqual(first.versions);
      expect(proxy.requests).toHaveLength(requests);
      await source.refresh();
      const later = proxy.requests.slice(requests);
      expect(later.some(({ path }) => path.includes('/tags/list'))).toBe(true);
      expect(
        later.filter(
          ({ path }) => path.includes('/blobs/') || path.includes('@sha256'),
        ),
      ).toEqual([]);
      expect(later.filter(({ method }) => method === 'GET')).toHaveLength(1);
    });

    it('lists only the newest, whatever the order of the registry’s tags', async () => {
      const { versions: listed } = await open({
        oci: { tags: { newest: 2 } },
      }).list();
      // The newest two tags by name are 1.11.0 and 1.11.0-final, which name one image.
      expect(listed.map(({ name }) => name)).toEqual(['1.11.0-final']);
    });

    it.each([
      ['429 with Retry-After', { status: 429, retryAfterS: 1 }],
      ['500', { status: 500 }],
      ['503', { status: 503 }],
    ])('is read in spite of a passing %s', async (_, answer) => {
      for (const path of [/tags\/list/, /manifests\/1\.1\.0/, /blobs/]) {
        proxy.inject({ path, fault: { kind: 'respond', ...answer }, times: 1 });
      }
      const { versions: listed, warnings } = await open().list();
      expect(listed).toHaveLength(4);
      expect(warnings).toEqual([]);
    });

    it.each(['cut', 'reset'] as const)(
      'is read in spite of connections that are %s',
      async kind => {
        proxy.inject({ fault: { kind }, times: 2 });
        const { versions: listed } = await open().list();
        expect(listed).toHaveLength(4);
      },
    );

    it('says that the registry limits requests, and asks nothing more until it allows it', async () => {
      proxy.inject({
        path: /tags\/list/,
        fault: { kind: 'respond', status: 429, retryAfterS: 60 },
      });
      const source = open();
      expect(await source.fail()).toContain('is limiting requests');
      const requests = proxy.requests.length;
      expect(await source.fail('shop/cart')).toContain('is limiting requests');
      expect(proxy.requests).toHaveLength(requests);
    });

    it('finds by GET what the registry denies by HEAD', async () => {
      proxy.inject({
        method: 'HEAD',
        fault: { kind: 'respond', status: 404 },
      });
      const { versions: listed } = await open().list();
      expect(listed.map(it => it.artifact)).toContain(artifact(digests.index));
      expect(listed).toHaveLength(4);
    });

    it('names the tags that are listed but answered with 404', async () => {
      proxy.inject({
        path: /manifests\/(v1\.1\.0|1\.0)$/,
        fault: { kind: 'respond', status: 404 },
      });
      const { versions: listed, warnings } = await open({
        oci: { tags: { match: '.*' } },
      }).list();
      expect(listed.map(({ name }) => name)).not.toContain('v1.1.0');
      expect(warnings).toEqual([
        expect.stringMatching(
          /^the tags v1\.1\.0, 1\.0 of .* could not be read: the registry lists them, but reports that there is no such image/,
        ),
      ]);
    });

    it('lists what it knew, with a warning, when the registry suddenly answers 404', async () => {
      const source = open();
      await source.list();
      proxy.inject({ fault: { kind: 'respond', status: 404 } });
      await source.refresh();
      const { versions: listed, warnings } = await source.list();
      expect(listed).toHaveLength(4);
      expect(warnings).toEqual([
        expect.stringMatching(/could not be refreshed.*has no repository/),
      ]);
    });

    it('lists what it knew, with a warning, while the registry is down', async () => {
      const source = open();
      await source.list();
      const remove = proxy.inject({ fault: { kind: 'reset' } });
      await source.refresh();
      const { versions: listed, warnings } = await source.list();
      expect(listed).toHaveLength(4);
      expect(warnings).toEqual([
        expect.stringContaining('could not be refreshed'),
      ]);
      remove();
      const later = Date.now() + 11_000;
      const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
      expect((await source.list()).warnings).toEqual([]);
      clock.mockRestore();
    });

    it('says that a slow registry is still being read, and lists it when it is', async () => {
      const remove = proxy.inject({ fault: { kind: 'delay', ms: 600 } });
      const source = open({ waitMs: 300 });
      expect(await source.fail()).toMatch(/still being read: .*Reload/);
      remove();
      let listed: string[] = [];
      while (listed.length === 0) {
        listed = await source.list().then(
          result => result.versions.map(({ name }) => name),
          () => [],
        );
      }
      expect(listed).toContain('1.10.0');
    });
  });

  it('never names a version by a tag that has moved', async () => {
    const { pusher } = registry;
    const first = await pusher.pushImage('shop/moved', ['2.0.0'], {
      format: 'oci',
      created: day(1),
    });
    const source = open();
    expect((await source.list('shop/moved')).versions).toMatchObject([
      { name: '2.0.0', artifact: artifact(first, 'shop/moved') },
    ]);
    await pusher.pushImage('shop/moved', ['2.0.0'], {
      format: 'oci',
      created: day(2),
    });
    await source.refresh();
    const { versions: listed, warnings } = await source.list('shop/moved');
    expect(listed).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /tags were moved to other images.*2\.0\.0 \(from sha256:\w{12} to sha256:\w{12}\)/,
      ),
    ]);
  });

  it('says that the image of latest is no version unless it has a tag of its own', async () => {
    const { pusher } = registry;
    await pusher.pushImage('shop/latest', ['latest', 'main'], {
      format: 'oci',
      created: day(1),
    });
    const { versions: listed, warnings } = await open().list('shop/latest');
    expect(listed).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining(
        'the image of the tags latest, main is not a version, because such tags move',
      ),
    ]);
  });

  it('lists nothing for a service that has no image, unless its annotation says where it is', async () => {
    expect(await open().fail('shop/none')).toContain(
      'has no repository shop/none',
    );
  });

  it('lists the newest of thousands of tags', async () => {
    const { pusher } = registry;
    const tags = Array.from({ length: 1_200 }, (_, index) => `0.${index}.0`);
    await pusher.pushImage('shop/many', tags, {
      format: 'oci',
      created: day(1),
    });
    await pusher.pushImage('shop/many', ['0.1199.1', '0.99.9'], {
      format: 'oci',
      created: day(2),
    });
    const { versions: listed, warnings } = await open().list('shop/many');
    expect(warnings).toEqual([]);
    expect(listed.map(({ name }) => name)).toEqual(['0.1199.1', '0.1199.0']);
  });
});

describeWithRegistry(
  'versions from a real registry that requires a login',
  () => {
    let registry: StartedRegistry;
    let versions: TestVersions;

    beforeAll(async () => {
      registry = await startRegistry({ login: LOGIN });
      await registry.pusher.pushImage(REPOSITORY, ['1.0.0', '1.0.1'], {
        format: 'docker',
        created: day(1),
      });
    });
    afterAll(async () => registry?.stop());
    afterEach(() => versions?.close());

    const open = (registrySettings: Record<string, string> = {}) => {
      versions = createTestVersions(registry.host, {
        registry: registrySettings,
      });
      return versions;
    };

    it('are listed with one token, which is for reading that repository alone', async () => {
      const before = registry.tokenServer!.requests.length;
      const { versions: listed } = await open(LOGIN).list();
      expect(listed).toHaveLength(1);
      const asked = registry.tokenServer!.requests.slice(before);
      expect(asked).toHaveLength(1);
      expect(asked[0]!.getAll('scope')).toEqual([
        `repository:${REPOSITORY}:pull`,
      ]);
      expect(asked[0]!.get('service')).toBe('test-registry');
    });

    it('fail if the registry does not accept the token', async () => {
      registry.tokenServer!.setLifetime(-3_600);
      expect(await open(LOGIN).fail()).toContain('does not allow the login');
      registry.tokenServer!.setLifetime(300);
    });

    it('fail without a login, saying where to put it', async () => {
      expect(await open().fail()).toContain(
        'requires a login: add username and password to deployments.oci.registries',
      );
    });

    it('fail with a wrong login, without repeating it', async () => {
      const message = await open({ ...LOGIN, password: 'wr0ng-s3cret' }).fail();
      expect(message).toContain('rejected the login in deployments.oci');
      expect(message).not.toContain('wr0ng-s3cret');
    });
  },
);
