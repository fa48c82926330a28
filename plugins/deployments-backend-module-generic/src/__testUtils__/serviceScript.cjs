/**
 * A deployment script as a company may have one: it runs a server process for a service in an environment, and replaces it
 * when another version is deployed. Called by the tests as `node serviceScript.cjs <deploy|observe|remove> <folder>`.
 */
const { spawn } = require('node:child_process');
const { readFileSync, rmSync, writeFileSync, renameSync } = require('node:fs');
const { get } = require('node:http');
const { join } = require('node:path');

const [action, folder] = process.argv.slice(2);
const stateFile = join(folder, 'state.json');

const SERVER = `
  const server = require('node:http').createServer((_, response) => response.end(process.env.SERVED_VERSION));
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
`;

function readState() {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function stopServer(state) {
  try {
    process.kill(state.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

async function deploy() {
  const version = process.env.SLIPWAY_VERSION;
  console.log(`Starting ${version}`);
  if (version.includes('broken')) {
    console.error('The server exited with code 1');
    process.exit(1);
  }
  const server = spawn(process.execPath, ['-e', SERVER], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { SERVED_VERSION: version },
  });
  process.on('SIGTERM', () => {
    server.kill('SIGKILL');
    process.exit(143);
  });
  const port = await new Promise(resolve => server.once('message', resolve));
  await new Promise(resolve =>
    setTimeout(resolve, Number(process.env.DEPLOY_TAKES_MS ?? 0)),
  );
  const previous = readState();
  writeFileSync(
    `${stateFile}.new`,
    JSON.stringify({
      pid: server.pid,
      port,
      artifact: process.env.SLIPWAY_ARTIFACT,
      version,
    }),
  );
  renameSync(`${stateFile}.new`, stateFile);
  if (previous) stopServer(previous);
  server.disconnect();
  server.unref();
  console.log(`${version} answers on port ${port}`);
}

async function observe() {
  const state = readState();
  if (!state) {
    console.log(JSON.stringify({ instances: [] }));
    return;
  }
  const served = await new Promise(resolve =>
    get({ host: '127.0.0.1', port: state.port }, response =>
      response.on('data', data => resolve(String(data))),
    ).on('error', () => resolve(undefined)),
  );
  console.log(
    JSON.stringify({
      instances: [
        {
          url: `http://127.0.0.1:${state.port}`,
          artifact: state.artifact,
          version: state.version,
          ready: served === state.version,
        },
      ],
    }),
  );
}

function remove() {
  const state = readState();
  rmSync(stateFile, { force: true });
  if (state) stopServer(state);
  console.log('Nothing runs any more');
}

({ deploy, observe, remove })[action]();
