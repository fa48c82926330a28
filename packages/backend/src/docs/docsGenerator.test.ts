import { createMockDirectory } from '@backstage/backend-test-utils';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DocsGenerator } from './docsGenerator';

const repository = resolve(__dirname, '../../../..');

/** The links of a part of a page, with the address to which a browser resolves them. */
function findLinks(html: string, folder: string) {
  return [
    ...html.matchAll(
      /<a href="([^"]*)"( aria-current="page")?[^>]*>(.*?)<\/a>/gs,
    ),
  ].map(([, href, current, text]) => ({
    to: new URL(href, `http://docs/${folder}`).href,
    text,
    ...(current && { current: true }),
  }));
}

describe('the generator of documentation', () => {
  const input = createMockDirectory();
  const output = createMockDirectory();

  async function generate(inputDir = input.path) {
    await new DocsGenerator().run({
      inputDir,
      outputDir: output.path,
      etag: 'tag',
      siteOptions: { name: 'Payments' },
    });
  }

  /** @param folder - ends with a slash, or is empty for the first page */
  function readPage(folder: string) {
    const html = readFileSync(output.resolve(`${folder}index.html`), 'utf8');
    const [head, nav, article, contents = ''] = html.split(
      /<(?:nav class="docs-nav"|article |nav class="docs-contents")/,
    );
    return {
      head,
      nav,
      article,
      navLinks: findLinks(nav, folder),
      links: findLinks(article, folder),
      contents: findLinks(contents, folder),
      ids: [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id),
    };
  }

  it('renders each page with links to the others', async () => {
    input.setContent({
      'mkdocs.yml': `
nav:
  - index.md
  - Operate:
      - Run book: operate/run-book.md
`,
      docs: {
        'index.md': '# Payments\n\n[Restart](operate/run-book.md#restart-it)',
        operate: {
          'run-book.md':
            '# Run book\n\n## Restart it\n\n[Home](../index.md) ![Map](../map.svg)\n\n## Stop it',
        },
        'map.svg': '<svg/>',
      },
    });

    await generate();

    expect(readPage('').links).toEqual([
      { text: 'Restart', to: 'http://docs/operate/run-book/#restart-it' },
    ]);
    const runBook = readPage('operate/run-book/');
    expect(runBook.navLinks).toEqual([
      { text: 'Payments', to: 'http://docs/' },
      { text: 'Run book', to: 'http://docs/operate/run-book/', current: true },
    ]);
    expect(runBook.nav).toContain('<details open><summary>Operate</summary>');
    expect(runBook.contents).toEqual([
      { text: 'Restart it', to: 'http://docs/operate/run-book/#restart-it' },
      { text: 'Stop it', to: 'http://docs/operate/run-book/#stop-it' },
    ]);
    expect(runBook.ids).toEqual(['run-book', 'restart-it', 'stop-it']);
    expect(runBook.links).toEqual([{ text: 'Home', to: 'http://docs/' }]);
    expect(runBook.article).toContain('src="../../map.svg"');
    expect(existsSync(output.resolve('map.svg'))).toBe(true);
  });

  it('writes the metadata and a stylesheet that TechDocs keeps', async () => {
    input.setContent({
      'mkdocs.yml': 'site_description: How payments work',
      docs: { 'index.md': '# Payments', 'more.md': '# More' },
    });

    await generate();

    expect(
      JSON.parse(
        readFileSync(output.resolve('techdocs_metadata.json'), 'utf8'),
      ),
    ).toEqual({
      site_name: 'Payments',
      site_description: 'How payments work',
      etag: 'tag',
      build_timestamp: expect.any(Number),
    });
    const { head, navLinks } = readPage('more/');
    const [, path] = head.match(/href="\.\.\/([^"]*)"/)!;
    expect(path).toMatch(/main\.[A-Fa-f0-9]{8}\.min\.css$/);
    expect(existsSync(output.resolve(path))).toBe(true);
    expect(navLinks.map(({ text }) => text)).toEqual(['Payments', 'More']);
  });

  it.each([
    ['is missing', {}, "Can't read"],
    ['is not valid', { 'mkdocs.yml': 'nav: 5' }, 'nav'],
    [
      'leads out of its folder',
      { 'mkdocs.yml': 'docs_dir: ../..' },
      'not allowed',
    ],
    [
      'names a page that does not exist',
      { 'mkdocs.yml': 'nav: [gone.md]', docs: { 'index.md': '# Home' } },
      'gone.md',
    ],
  ])('says that mkdocs.yml %s', async (_how, content, message) => {
    input.setContent(content);
    await expect(generate()).rejects.toThrow(message);
  });

  it('escapes titles', async () => {
    input.setContent({
      'mkdocs.yml': 'nav: [{ "<b>&": index.md }]',
      docs: { 'index.md': '# A <b> title\n\n## `<i>`\n\n## Two' },
    });

    await generate();

    const { navLinks, contents } = readPage('');
    expect(navLinks[0].text).toBe('&lt;b&gt;&amp;');
    expect(contents[0].text).toBe('&lt;i&gt;');
  });

  it("renders Slipway's documentation without a broken link", async () => {
    await generate(repository);

    const pages = new Map<string, ReturnType<typeof readPage>>();
    const read = (folder: string) => {
      if (!pages.has(folder)) pages.set(folder, readPage(folder));
      return pages.get(folder)!;
    };
    const broken: string[] = [];
    for (const { to: address } of read('').navLinks) {
      const from = new URL(address).pathname.slice(1);
      for (const { to } of read(from).links) {
        const { host, pathname, hash } = new URL(to);
        if (host !== 'docs') continue;
        const path = decodeURIComponent(pathname.slice(1));
        const exists = existsSync(output.resolve(`${path}index.html`))
          ? !hash || read(path).ids.includes(decodeURIComponent(hash.slice(1)))
          : path !== '' && existsSync(output.resolve(path));
        if (!exists) broken.push(`${from} → ${to}`);
      }
    }
    expect(pages.size).toBeGreaterThan(50);
    expect(broken).toEqual([]);
  });
});
