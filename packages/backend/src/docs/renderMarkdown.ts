import { posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';

/** A heading that the table of contents shows. */
interface Heading {
  id: string;
  text: string;
}

export interface RenderedPage {
  html: string;
  title: string;
  /** Of the second level, in the page's order. */
  headings: Heading[];
}

/** Names a heading as GitHub and MkDocs do. */
function slugify(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** The folder of a page in the site: `how-to/decide.md` is at `how-to/decide/`, `index.md` at the root. */
export function toFolder(page: string): string {
  const name = page.replace(/\.md$/, '');
  return posix.basename(name) === 'index' ? posix.dirname(name) : name;
}

/** A relative address from one page to a path of the site. */
export function toHref(fromPage: string, path: string): string {
  return posix.relative(toFolder(fromPage), path) || '.';
}

/** Rewrites a relative address between files to one between pages. */
function rewrite(page: string, address: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/|#|$)/i.test(address)) {
    return address;
  }
  const [path, ...hash] = address.split('#');
  const target = posix.join(posix.dirname(page), path);
  const href = toHref(page, target.endsWith('.md') ? toFolder(target) : target);
  const folder = target.endsWith('.md') && href !== '.' ? `${href}/` : href;
  return [folder, ...hash].join('#');
}

const markdown = new MarkdownIt({ html: true });
export const { escapeHtml } = markdown.utils;
markdown.use(anchor, { slugify, tabIndex: false });
for (const [rule, attribute] of [
  ['link_open', 'href'],
  ['image', 'src'],
]) {
  const render =
    markdown.renderer.rules[rule] ??
    ((tokens, index, options, _env, self) =>
      self.renderToken(tokens, index, options));
  markdown.renderer.rules[rule] = (tokens, index, options, env, self) => {
    const token = tokens[index];
    token.attrSet(
      attribute,
      rewrite(env.page, String(token.attrGet(attribute) ?? '')),
    );
    return render(tokens, index, options, env, self);
  };
}

/**
 * Renders a page of the documentation.
 *
 * @param page - its path relative to the documentation's folder, which relative links need
 * @param source - Markdown as GitHub understands it, with HTML: TechDocs removes what could be harmful in it
 */
export function renderMarkdown(page: string, source: string): RenderedPage {
  const env = { page };
  const tokens = markdown.parse(source, env);
  const headings = tokens.flatMap((token, index) =>
    token.type === 'heading_open'
      ? [
          {
            tag: token.tag,
            id: String(token.attrGet('id')),
            text: (tokens[index + 1].children ?? [])
              .filter(({ type }) => type === 'text' || type === 'code_inline')
              .map(({ content }) => content)
              .join(''),
          },
        ]
      : [],
  );
  return {
    html: markdown.renderer.render(tokens, markdown.options, env),
    title: headings.find(({ tag }) => tag === 'h1')?.text ?? page,
    headings: headings
      .filter(({ tag }) => tag === 'h2')
      .map(({ id, text }) => ({ id, text })),
  };
}
