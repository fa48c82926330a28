/**
 * Draws which rooms of the backend import which into docs/images/rooms.svg: one
 * row for each room, from top to bottom, and a dot below each room that it
 * imports. Arrows point down only, so every dot lies right of the diagonal.
 *
 * With `--check` nothing is written; the exit code says whether the committed
 * picture is current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'docs/images/rooms.svg');
const source = 'plugins/deployments-backend/src';
const require = createRequire(import.meta.url);
const { options } = require('../.dependency-cruiser.cjs');
const rooms = require('./lib/rooms.cjs');

async function readImports() {
  const { output } = await cruise(
    [source],
    { ...options, baseDir: root },
    undefined,
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  const imports = new Set();
  const findRoom = file =>
    file.startsWith(`${source}/`)
      ? file.slice(source.length + 1).split('/')[0]
      : undefined;
  for (const module of output.modules) {
    for (const dependency of module.dependencies) {
      imports.add(
        `${findRoom(module.source)} ${findRoom(dependency.resolved)}`,
      );
    }
  }
  return imports;
}

const CELL = 22;
const LEFT = 140;
const TOP = 130;

function draw(imports) {
  const size = rooms.length * CELL;
  const at = index => index * CELL + CELL / 2;
  const parts = rooms.flatMap((room, row) => {
    const y = TOP + at(row);
    const x = LEFT + at(row);
    return [
      row % 2 === 0
        ? `<rect x="0" y="${TOP + row * CELL}" width="${
            LEFT + size
          }" height="${CELL}" fill="#eef2f7"/>`
        : '',
      `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${room}</text>`,
      `<text transform="translate(${x + 4} ${
        TOP - 8
      }) rotate(-60)">${room}</text>`,
      `<rect x="${LEFT + row * CELL}" y="${
        TOP + row * CELL
      }" width="${CELL}" height="${CELL}" fill="#c9d3df"/>`,
      ...rooms.map((imported, column) =>
        column !== row && imports.has(`${room} ${imported}`)
          ? `<circle cx="${LEFT + at(column)}" cy="${y}" r="5" fill="#1f5493"/>`
          : '',
      ),
    ];
  });
  const [width, height] = [LEFT + size + 90, TOP + size + 10];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Imports between the rooms of the backend; every arrow points down" font-family="sans-serif" font-size="12" fill="#1b2430">
<!-- Drawn by \`yarn draw:rooms\`; do not edit. -->
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.filter(Boolean).join('\n')}
</svg>
`;
}

const content = draw(await readImports());
const current = await readFile(target, 'utf8').catch(() => undefined);
if (process.argv.includes('--check')) {
  if (current !== content) {
    console.error(
      `${relative(
        root,
        target,
      )} is out of date. Run \`yarn draw:rooms\` and commit the result.`,
    );
    process.exit(1);
  }
  console.log('The picture of the rooms is current.');
} else if (current !== content) {
  await writeFile(target, content);
  console.log(`Wrote ${relative(root, target)}`);
}
