/**
 * `npm run bench:portal`: measures how long a person waits for a service's Deployments tab in a browser, compared with
 * an empty page and an empty tab of a portal that is built and served in the same way. See docs/benchmarks.md.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../../scripts/lib/install.mjs';
import { requireSupportedNode } from '../../scripts/lib/nodeVersion.mjs';
import { backstageCli, root } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';

requireSupportedNode();
ensureInstalled();

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
if (values.help || !Number.isInteger(rounds) || rounds < 1) {
  console.log(`Usage: npm run bench:portal -- [--rounds <number, 5>]

Needs Chromium: /usr/bin/chromium, PLAYWRIGHT_CHROMIUM_PATH, or the one that Playwright installs.`);
  process.exit(values.help ? 0 : 1);
}

// Only available after the dependencies are installed.
const { chromium } = await import('@playwright/test');
const { startChild } = await import('../../scripts/lib/child.mjs');
const { untilAnswers } = await import('../../scripts/lib/readiness.mjs');
const { appDist, ensureAppBuilt, readFrontendConfig } = await import(
  '../../scripts/lib/appBuild.mjs'
);
const { serveApp } = await import('../../scripts/lib/appServer.mjs');
const { buildEmptyApp } = await import('./emptyApp.mjs');
const { measureParts, measureOwnCode } = await import('./ownShare.mjs');

const SERVICE = '/catalog/default/component/checkout';
const TIMEOUT_MS = 120_000;
const KB = 1000;

const dataDir = mkdtempSync(join(os.tmpdir(), 'slipway-bench-portal-'));
process.env.SLIPWAY_DATA_DIR = dataDir;
for (const name of ['APP', 'BACKEND', 'JOBS']) {
  process.env[`SLIPWAY_${name}_PORT`] = String(await freePort());
}
const { readPortal } = await import('../../scripts/lib/portal.mjs');
const portal = readPortal();
const emptyPort = await freePort();
const emptyUrl = `http://localhost:${emptyPort}`;
const env = {
  ...portal.env,
  APP_CONFIG_backend_cors_origin: JSON.stringify([portal.appUrl, emptyUrl]),
};

const cleanUps = [() => rmSync(dataDir, { recursive: true, force: true })];
async function cleanUp() {
  for (const each of cleanUps.splice(0).reverse()) await each();
}
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => cleanUp().then(() => process.exit(1)));
}

try {
  await measureAll();
} finally {
  await cleanUp();
}

async function measureAll() {
  await ensureAppBuilt();
  console.log('Building the empty app…');
  const emptyDist = buildEmptyApp();

  const backend = startChild({
    name: 'backend',
    args: [backstageCli, 'package', 'start'],
    cwd: join(root, 'packages/backend'),
    env,
  });
  cleanUps.push(() => backend.stop(15_000));
  const config = await readFrontendConfig({ ...process.env, ...env });
  const emptyConfig = [
    ...config,
    { context: 'benchmark', data: { app: { baseUrl: emptyUrl } } },
  ];
  for (const [folder, port, seen] of [
    [appDist, portal.appPort, config],
    [emptyDist, emptyPort, emptyConfig],
  ]) {
    const server = await serveApp({ folder, port, config: seen });
    cleanUps.push(() => server.close());
  }
  const { signal } = new AbortController();
  await untilAnswers(`${portal.backendUrl}/.backstage/health/v1/readiness`, {
    signal,
  });
  await untilAnswers(`${portal.backendUrl}/api/auth/demo/refresh`, {
    signal,
    headers: { 'x-slipway-demo-user': 'ana' },
  });

  const executablePath = [
    process.env.PLAYWRIGHT_CHROMIUM_PATH,
    '/usr/bin/chromium',
  ].find(path => path && existsSync(path));
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  cleanUps.push(() => browser.close());

  const nothing = "//h2[.='Nothing here']";
  const pages = [
    {
      name: 'Deployments tab',
      url: `${portal.appUrl + SERVICE}/deployments`,
      folder: appDist,
      content: "//*[@aria-label='Environments in promotion order']",
      tab: 'deployments',
    },
    {
      name: 'Empty tab',
      url: `${emptyUrl}${SERVICE}/empty`,
      folder: emptyDist,
      content: nothing,
      tab: 'empty',
    },
    {
      name: 'Empty page',
      url: `${emptyUrl}/empty`,
      folder: emptyDist,
      content: nothing,
    },
  ];

  // The first responses of the backend are slow for every client.
  for (const page of pages) await measure(browser, page);
  const results = pages.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // Alternately, starting with another page each time, so that other load of the machine affects all.
    for (let turn = 0; turn < pages.length; turn++) {
      const index = (round + turn) % pages.length;
      results[index].push(await measure(browser, pages[index]));
    }
    console.log(`Round ${round + 1} of ${rounds}`);
  }
  report(pages, results);
}

/**
 * Simulates a person with an empty cache, who opens the page, signs in, reloads it, and goes to another tab and back.
 */
async function measure(browser, { url, content, tab }) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    let bytes = 0;
    const scripts = new Set();
    network.on('Network.responseReceived', ({ type, response }) => {
      if (type === 'Script') scripts.add(new URL(response.url).pathname);
    });
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });

    const startedAt = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    const signIn = "//button[starts-with(@aria-label, 'Sign in as Ana ')]";
    await untilVisible(page, signIn);
    await page.locator(signIn).click();
    await untilVisible(page, content);
    const firstView = performance.now() - startedAt;
    await page.waitForLoadState('load');
    const first = { bytes, scripts: [...scripts] };

    const reloadedAt = performance.now();
    await page.reload({ waitUntil: 'commit' });
    await untilVisible(page, content);
    const reload = performance.now() - reloadedAt;

    let switched;
    if (tab) {
      await goInApp(page, SERVICE);
      await page.locator(content).waitFor({ state: 'detached' });
      const switchedAt = performance.now();
      await goInApp(page, `${SERVICE}/${tab}`);
      await untilVisible(page, content);
      switched = performance.now() - switchedAt;
    }
    return { firstView, reload, switched, ...first };
  } finally {
    await context.close();
  }
}

/**
 * Waits for an element, asking in each frame. Locators ask less and less often, at last every 500 ms, which is longer
 * than what is measured.
 *
 * @param {string} xpath - of the element
 */
async function untilVisible(page, xpath) {
  await page.waitForFunction(
    path =>
      document
        .evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE)
        .singleNodeValue?.checkVisibility(),
    xpath,
    { polling: 'raf' },
  );
}

/** Navigates like a click on a link in the app, without loading the page again. */
async function goInApp(page, path) {
  await page.evaluate(to => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function report(pages, results) {
  const [deployments, emptyTab, emptyPage] = results;
  const ms = (runs, key) => Math.round(median(runs.map(run => run[key])));
  const getScripts = runs => runs.at(-1).scripts;
  const row = cells => `| ${cells.join(' | ')} |`;
  const ratio = (a, b, key) => `${(ms(a, key) / ms(b, key)).toFixed(2)} ×`;

  const [cpu] = os.cpus();
  console.log(`
${new Date().toISOString()}, ${os.cpus().length} cores (${cpu?.model}), Node ${
    process.versions.node
  }, load ${os.loadavg()[0].toFixed(1)}; medians of ${rounds} rounds
`);
  console.log(
    row([
      '',
      ...pages.map(({ name }) => name),
      'to the empty tab',
      'to the empty page',
    ]),
  );
  console.log(row(['---', '---:', '---:', '---:', '---:', '---:']));
  for (const [label, key] of [
    ['First view, cold cache, sign-in included (ms)', 'firstView'],
    ['Warm reload (ms)', 'reload'],
    ['Switch of tab in the app (ms)', 'switched'],
  ]) {
    const has = runs => runs[0][key] !== undefined;
    console.log(
      row([
        label,
        ...results.map(runs => (has(runs) ? ms(runs, key) : '')),
        has(emptyTab) ? ratio(deployments, emptyTab, key) : '',
        has(emptyPage) ? ratio(deployments, emptyPage, key) : '',
      ]),
    );
  }
  const kilobytes = runs =>
    Math.round(median(runs.map(({ bytes }) => bytes)) / KB);
  console.log(
    row([
      'Transferred (kB)',
      ...results.map(kilobytes),
      `+${kilobytes(deployments) - kilobytes(emptyTab)}`,
      `+${kilobytes(deployments) - kilobytes(emptyPage)}`,
    ]),
  );
  const counts = results.map(runs => getScripts(runs).length);
  console.log(
    row([
      'Scripts',
      ...counts,
      `+${counts[0] - counts[1]}`,
      `+${counts[0] - counts[2]}`,
    ]),
  );

  const own = measureOwnCode(pages[0].folder, getScripts(deployments));
  const parts = measureParts(pages[0].folder, getScripts(deployments));
  const before = new Map(
    measureParts(pages[1].folder, getScripts(emptyTab)).map(
      ({ part, bytes }) => [part, bytes],
    ),
  );
  const added = parts
    .map(({ part, bytes }) => ({
      part,
      bytes: bytes - (before.get(part) ?? 0),
    }))
    .filter(({ part, bytes }) => bytes > 1 * KB && !part.startsWith('plugins/'))
    .sort((a, b) => b.bytes - a.bytes);
  console.log(
    `\nThe plugins' own code on the tab: ${(own / KB).toFixed(
      1,
    )} kB gzipped. Other packages that the empty tab does not have (kB gzipped, separately):`,
  );
  for (const { part, bytes } of added.slice(0, 15)) {
    console.log(`  ${(bytes / KB).toFixed(1).padStart(7)}  ${part}`);
  }
  console.log("\nLargest of the plugins' own files:");
  for (const { part, bytes } of parts
    .filter(({ part: name }) => name.startsWith('plugins/'))
    .slice(0, 10)) {
    console.log(`  ${(bytes / KB).toFixed(1).padStart(7)}  ${part}`);
  }

  const file = join(dirname(fileURLToPath(import.meta.url)), 'results.json');
  writeFileSync(
    file,
    `${JSON.stringify(
      {
        at: new Date().toISOString(),
        pages: pages.map(({ name }, index) => ({ name, runs: results[index] })),
        own,
        parts,
      },
      null,
      2,
    )}\n`,
  );
}
