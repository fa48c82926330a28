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
  type ReceivedRequest,
} from '../__testUtils__/unusualRegistry';

describe('versions from unusual registries', () => {
  let registries: TestRegistries;
  let images: TestRegistries['images'];
  const start: TestRegistries['start'] = (...options) =>
    registries.start(...options);

  beforeEach(() => {
    registries = createTestRegistries();
    ({ images } = registries);
  });
  afterEach(() => registries.close());

  it('have the digest of the content if the registry names none', async () => {
    const digest = images.add('1.0.0', { created: '2026-03-01T10:00:00Z' });
    const { list, registry } = await start();
    expect((await list()).versions).toMatchObject([
      { artifact: `${registry.host}/${REPOSITORY}@${digest}` },
    ]);
  });

  it('have the digest of the content if the registry names something else', async () => {
    const digest = images.add('1.0.0', {});
    const { list } = await start(request => ({
      ...(images.answer(request) as object),
      headers: { 'Docker-Content-Digest': 'sha256:abc' },
    }));
    const { versions } = await list();
    expect(versions[0]!.artifact).toContain(digest);
  });

  describe('with pages', () => {
    beforeEach(() => {
      images.add('1.0.0', { created: '2026-03-01T10:00:00Z' });
      images.add('1.1.0', { created: '2026-03-02T10:00:00Z' });
    });

    const pages = (link: string) => (request: ReceivedRequest) => {
      if (!request.path.includes('/tags/list')) return images.answer(request);
      return request.path.includes('last=1.0.0')
        ? { body: { tags: ['1.1.0'] } }
        : { headers: { Link: link }, body: { tags: ['1.0.0'] } };
    };

    it.each([
      '</v2/shop/checkout/tags/list?last=1.0.0&n=1>; rel="next"',
      '<tags/list?n=1&last=1.0.0>;rel=next',
    ])('are read to the end: %s', async link => {
      const source = await start(pages(link));
      expect(await source.listNames()).toEqual(['1.1.0', '1.0.0']);
    });

    it('are never read from another host', async () => {
      const other = await startUnusualRegistry(() => ({
        body: { tags: ['6.6.6'] },
      }));
      registries.closeAtEnd(other);
      const source = await start(
        pages(`<http://${other.host}/steal?last=1.0.0>; rel="next"`),
      );
      expect(await source.listNames()).toEqual(['1.1.0', '1.0.0']);
      expect(other.requests).toEqual([]);
    });

    it('end if a page names itself as the next', async () => {
      const source = await start(request =>
        request.path.includes('/tags/list')
          ? {
              headers: { Link: `<${request.path}>; rel="next"` },
              body: { tags: ['1.0.0'] },
            }
          : images.answer(request),
      );
      expect(await source.listNames()).toEqual(['1.0.0']);
    });
  });

  it.each<[string, Answer, RegExp]>([
    ['no tags at all', { body: { name: 'x', tags: null } }, /^$/],
    [
      'a page for people',
      { body: '<html>Sign in</html>' },
      /The list of tags of .* is not JSON/,
    ],
    [
      'another form',
      { body: { tags: { '1.0.0': 'secret-value' } } },
      /has an unexpected format at "tags"/,
    ],
    [
      'a redirect',
      { status: 302, headers: { Location: 'https://sso.example.com' } },
      /responded with status 302.*Is this the address of a registry\?/,
    ],
    ['an error', { status: 500, body: 'secret-value' }, /with status 500/],
    [
      'a refusal',
      { status: 403, body: 'secret-value' },
      /does not allow the login in deployments\.oci\.registries.* to read/,
    ],
    [
      'too much',
      { body: { tags: ['x'.repeat(9 * 1024 * 1024)] } },
      /sent more than \d+ bytes/,
    ],
  ])(
    'say what is wrong with %s as the list of tags',
    async (_, answer, message) => {
      const { list } = await start(() => answer);
      const result = await list().then(
        ({ versions, warnings }) => [...versions, ...warnings].join(),
        (error: Error) => error.message,
      );
      expect(result).toMatch(message);
      expect(result).not.toContain('secret-value');
    },
  );

  it('leave out tags that are none, so that they can’t become paths', async () => {
    images.add('1.0.0', {});
    images.tags.push('../../../admin', 'a/b', '', '1.0.0?x=1');
    const source = await start(images.answer, {
      oci: { tags: { match: '.*' } },
    });
    expect(await source.listNames()).toEqual(['1.0.0']);
    expect(
      source.registry.requests.filter(({ path }) => /admin|x=1/.test(path)),
    ).toEqual([]);
  });

  it('name the tag whose image is not what its digest says', async () => {
    images.add('1.0.0', {});
    images.add('1.1.0', {});
    const digest = `sha256:${'f'.repeat(64)}`;
    const { list } = await start(request => {
      const answer = images.answer(request);
      return request.method === 'HEAD' && request.path.endsWith('/1.1.0')
        ? { headers: { 'Docker-Content-Digest': digest } }
        : answer ?? images.answer({ ...request, path: '/1.0.0' });
    });
    const { versions, warnings } = await list();
    expect(versions.map(({ name }) => name)).toEqual(['1.0.0']);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^the tag 1\.1\.0 of .* could not be read: .* sent content that does not match sha256:ffffffffffff$/,
      ),
    ]);
  });

  it('say that an old or unknown format can’t be read', async () => {
    images.add('1.0.0', { manifest: { schemaVersion: 1, config: undefined } });
    const { fail } = await start();
    expect(await fail()).toContain('is neither an image nor an image index');
  });

  it('take time and commit of a chart from its annotations alone', async () => {
    images.add('1.0.0', {
      manifest: {
        config: {
          mediaType: 'application/vnd.cncf.helm.config.v1+json',
          digest: `sha256:${'0'.repeat(64)}`,
          size: 1,
        },
        annotations: {
          'org.opencontainers.image.created': '2026-03-01T10:00:00Z',
        },
      },
    });
    const { list } = await start();
    expect((await list()).versions).toMatchObject([
      { name: '1.0.0', createdAt: '2026-03-01T10:00:00.000Z' },
    ]);
  });

  it('have no time and no commit if the image says nothing believable', async () => {
    images.add('1.0.0', {
      created: '1980-01-01T00:00:01Z',
      revision: 'main; rm -rf /',
    });
    const { list } = await start();
    const [version] = (await list()).versions;
    expect(Object.keys(version!).sort()).toEqual(['artifact', 'name']);
  });

  it('are the newest by time if the names of tags have no order', async () => {
    ['f00', 'abc', '0de', 'bad'].forEach((tag, index) =>
      images.add(`sha-${tag}`, { created: `2026-03-0${index + 1}T10:00:00Z` }),
    );
    const source = await start(images.answer, {
      oci: { tags: { match: 'sha-.*', newest: 2 } },
    });
    expect(await source.listNames()).toEqual(['sha-bad', 'sha-0de']);
  });

  it('say that more tags have no order than are read', async () => {
    images.add('1.0.0', {});
    const { list } = await start(
      request =>
        request.path.includes('/tags/list')
          ? { body: { tags: Array.from({ length: 1700 }, (_, n) => `x${n}`) } }
          : images.answer({
              ...request,
              path: request.path.replace(/x\d+$/, '1.0.0'),
            }),
      // A busy machine needs a while for 500 tags.
      { oci: { tags: { match: '.*' } }, waitMs: 15_000 },
    );
    expect((await list()).warnings).toEqual([
      expect.stringContaining(
        'has 1,200 unordered tags (such as hashes) that were not read, so the newest versions may be missing.',
      ),
    ]);
  });

  it('say that no tag is accepted as a name', async () => {
    images.add('feature-x', {});
    const { list } = await start();
    expect((await list()).warnings).toEqual([
      expect.stringContaining(
        'has 1 tags, but none that deployments.oci.tags.match accepts',
      ),
    ]);
  });

  it('are still being read while the registry says nothing', async () => {
    const { fail } = await start(() => 'silence', { waitMs: 100 });
    expect(await fail()).toMatch(
      /is still being read: its tags are not listed yet\. Reload in a moment/,
    );
  });

  it('are read again soon after an error', async () => {
    images.add('1.0.0', {});
    let isDown = true;
    const source = await start(request =>
      isDown ? { status: 400 } : images.answer(request),
    );
    await source.fail();
    isDown = false;
    // Not each request of a page asks a registry that is down.
    const asked = source.registry.requests.length;
    await source.fail();
    expect(source.registry.requests).toHaveLength(asked);
    const later = Date.now() + 11_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await source.listNames()).toEqual(['1.0.0']);
    clock.mockRestore();
  });

  it('are none for a service whose default repository does not exist', async () => {
    const registry = await startUnusualRegistry(() => undefined);
    const source = createTestVersions(registry.host, {
      oci: {
        repository: `${registry.host}/{{ service.namespace }}/{{service.name}}`,
      },
    });
    registries.closeAtEnd(source, registry);
    expect(await source.listDefault()).toEqual([]);
    expect(registry.requests.map(({ path }) => path)).toEqual([
      '/v2/default/checkout/tags/list?n=1000',
    ]);
  });
});
