/**
 * Writes the software bill of materials of each published package to `sbom/<package>.cdx.json` (CycloneDX 1.6).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './lib/paths.mjs';
import { createSbom, listPublishedFolders } from './lib/sboms.mjs';

const output = join(root, 'sbom');
mkdirSync(output, { recursive: true });
for (const folder of listPublishedFolders()) {
  const sbom = createSbom(folder);
  const file = join(output, `${basename(folder)}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${file}: ${sbom.components.length} dependencies`);
}
