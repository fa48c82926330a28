import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  GeneratorBase,
  GeneratorRunOptions,
} from '@backstage/plugin-techdocs-node';
import { readSite } from './readSite';
import { renderMarkdown, toFolder } from './renderMarkdown';
import { renderPage, stylePath } from './renderPage';
import { style } from './style';

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

/**
 * Generates documentation for TechDocs from Markdown and `mkdocs.yml` without MkDocs, which needs Python or Docker.
 * Extensions of Markdown that MkDocs has plugins for are shown as they are written.
 */
export class DocsGenerator implements GeneratorBase {
  async run({
    inputDir,
    outputDir,
    etag,
    siteOptions,
  }: Pick<
    GeneratorRunOptions,
    'inputDir' | 'outputDir' | 'etag' | 'siteOptions'
  >): Promise<void> {
    const site = await readSite(inputDir, siteOptions?.name ?? 'Documentation');
    const pages = new Map(
      await Promise.all(
        site.files
          .filter(file => file.endsWith('.md'))
          .map(async page => {
            const source = await readFile(join(site.folder, page), 'utf8');
            return [page, renderMarkdown(page, source)] as const;
          }),
      ),
    );
    await write(join(outputDir, stylePath), style);
    for (const file of site.files) {
      if (pages.has(file)) {
        await write(
          join(outputDir, toFolder(file), 'index.html'),
          renderPage(site, file, pages),
        );
      } else {
        const copy = join(outputDir, file);
        await mkdir(dirname(copy), { recursive: true });
        await copyFile(join(site.folder, file), copy);
      }
    }
    await write(
      join(outputDir, 'techdocs_metadata.json'),
      JSON.stringify({
        site_name: site.name,
        site_description: site.description,
        etag,
        build_timestamp: Date.now(),
      }),
    );
  }
}
