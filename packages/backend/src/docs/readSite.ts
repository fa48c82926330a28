import { readdir, readFile } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';

/** A page or a section of the navigation; a page's path is relative to the folder of the documentation. */
export interface NavItem {
  title?: string;
  page?: string;
  items?: NavItem[];
}

/** What `mkdocs.yml` and the files next to it say. */
export interface Site {
  name: string;
  description: string;
  /** The folder of the documentation, absolute. */
  folder: string;
  /** Paths of all files relative to the folder, with `/` as separator. */
  files: string[];
  nav: NavItem[];
}

const navSchema = z.lazy(() =>
  z.array(
    z.union([
      z.string(),
      z.record(z.string(), z.union([z.string(), navSchema])),
    ]),
  ),
) as z.ZodType<NavSource>;
type NavSource = (string | Record<string, string | NavSource>)[];

const mkdocsSchema = z.object({
  site_name: z.string().optional(),
  site_description: z.string().default(''),
  docs_dir: z.string().default('docs'),
  nav: navSchema.optional(),
});

function readNav(source: NavSource): NavItem[] {
  return source.flatMap((item): NavItem[] =>
    typeof item === 'string'
      ? [{ page: item }]
      : Object.entries(item).map(([title, value]) =>
          typeof value === 'string'
            ? { title, page: value }
            : { title, items: readNav(value) },
        ),
  );
}

function* findPages(nav: NavItem[]): Generator<string> {
  for (const { page, items = [] } of nav) {
    if (page) yield page;
    yield* findPages(items);
  }
}

/**
 * Reads the documentation of an entity.
 *
 * @param folder - with `mkdocs.yml`, absolute
 * @param defaultName - if `mkdocs.yml` has no `site_name`
 * @throws InputError if `mkdocs.yml` is missing, not valid, or names a page that doesn't exist
 */
export async function readSite(
  folder: string,
  defaultName: string,
): Promise<Site> {
  const file = join(folder, 'mkdocs.yml');
  const source = await readFile(file, 'utf8').catch(error => {
    throw new InputError(`Can't read ${file}`, error);
  });
  const parsed = mkdocsSchema.safeParse(parse(source) ?? {});
  if (!parsed.success) {
    throw new InputError(
      `${file} is not valid: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { site_name: name = defaultName, ...rest } = parsed.data;
  const docs = resolveSafeChildPath(folder, rest.docs_dir);
  const files = (await readdir(docs, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(docs.length + 1)
        .split(sep)
        .join(posix.sep),
    )
    .sort();
  const nav = rest.nav
    ? readNav(rest.nav)
    : files.filter(each => each.endsWith('.md')).map(page => ({ page }));
  const missing = [...findPages(nav)].filter(page => !files.includes(page));
  if (missing.length > 0) {
    throw new InputError(
      `${file} names pages that don't exist: ${missing.join(', ')}`,
    );
  }
  return {
    name,
    description: rest.site_description,
    folder: docs,
    files,
    nav,
  };
}
