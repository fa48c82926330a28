import { createHash } from 'node:crypto';
import type { NavItem, Site } from './readSite';
import {
  escapeHtml,
  toFolder,
  toHref,
  type RenderedPage,
} from './renderMarkdown';
import { style } from './style';

/** TechDocs keeps only stylesheets that are named like those of MkDocs' theme. */
export const stylePath = `assets/stylesheets/main.${createHash('sha256')
  .update(style)
  .digest('hex')
  .slice(0, 8)}.min.css`;

function contains(item: NavItem, page: string): boolean {
  return (
    item.page === page ||
    Boolean(item.items?.some(each => contains(each, page)))
  );
}

function renderNav(
  items: NavItem[],
  page: string,
  pages: Map<string, RenderedPage>,
): string {
  const rendered = items.map(item => {
    if (item.items) {
      const open = contains(item, page) ? ' open' : '';
      return `<li><details${open}><summary>${escapeHtml(
        item.title ?? '',
      )}</summary>${renderNav(item.items, page, pages)}</details></li>`;
    }
    const target = item.page ?? '';
    const title = item.title ?? pages.get(target)?.title ?? target;
    const href = toHref(page, toFolder(target));
    const current = target === page ? ' aria-current="page"' : '';
    return `<li><a href="${escapeHtml(
      href === '.' ? href : `${href}/`,
    )}"${current}>${escapeHtml(title)}</a></li>`;
  });
  return `<ul>${rendered.join('')}</ul>`;
}

function renderContents({ headings }: RenderedPage): string {
  if (headings.length < 2) return '';
  const items = headings.map(
    ({ id, text }) =>
      `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="docs-contents" aria-label="On this page"><p>On this page</p><ul>${items.join(
    '',
  )}</ul></nav>`;
}

/** Renders a page with its navigation, in a document as TechDocs expects it. */
export function renderPage(
  site: Site,
  page: string,
  pages: Map<string, RenderedPage>,
): string {
  const rendered = pages.get(page)!;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(`${rendered.title} - ${site.name}`)}</title>
<link rel="stylesheet" href="${toHref(page, stylePath)}">
</head>
<body>
<div class="docs-layout">
<nav class="docs-nav" aria-label="Documentation">${renderNav(
    site.nav,
    page,
    pages,
  )}</nav>
<article class="md-content__inner md-typeset">${rendered.html}</article>
${renderContents(rendered)}
</div>
</body>
</html>
`;
}
