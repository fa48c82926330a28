import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';

const SCRIPT = resolve(
  __dirname,
  '../../../../scripts/check-vulnerabilities.mjs',
);
const GHSA = 'GHSA-aaaa-bbbb-cccc';

/** A registry with one advisory about a package that Slipway's backend uses. */
function reports(severity: string): RequestListener {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        express: [
          {
            id: 1234567,
            url: `https://github.com/advisories/${GHSA}`,
            title: 'Reads files outside its folder',
            severity,
            vulnerable_versions: '*',
          },
        ],
      }),
    );
  };
}

const answersNothing: RequestListener = (_request, response) => {
  response.statusCode = 405;
  response.end();
};

const exceptionUntil = (until: string, more = 'reason: not used') =>
  `[{ package: express, advisory: ${GHSA}, until: ${until}, ${more} }]`;

describe('the check for known vulnerabilities', () => {
  let folder: string;
  let server: Server;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-audit-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  async function check(
    registry: RequestListener,
    exceptions = '[]',
    args: string[] = [],
  ): Promise<{ code: number; text: string }> {
    server = createServer(registry).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const policy = join(folder, 'policy.yaml');
    writeFileSync(
      policy,
      `vulnerabilities: { failFrom: high, exceptions: ${exceptions} }`,
    );
    const { port } = server.address() as AddressInfo;
    const env = {
      ...process.env,
      SLIPWAY_SUPPLY_CHAIN: policy,
      YARN_NPM_AUDIT_REGISTRY: `http://127.0.0.1:${port}`,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_HTTP_RETRY: '0',
    };
    return promisify(execFile)(process.execPath, [SCRIPT, ...args], {
      env,
    }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      ({ code, stdout }) => ({ code, text: stdout }),
    );
  }

  it('fails on a finding of high severity and names the package, the versions and the advisory', async () => {
    const { code, text } = await check(reports('high'));
    expect(text).toMatch(
      /^express \d[\d., ]+: high, GHSA-aaaa-bbbb-cccc: Reads files outside its folder/m,
    );
    expect(code).toBe(1);
  });

  it('lists a finding of lower severity without failing', async () => {
    const { code, text } = await check(reports('moderate'));
    expect(text).toContain("Doesn't fail the check: express");
    expect(code).toBe(0);
  });

  it('accepts an exception until its end date and prints its reason', async () => {
    const { code, text } = await check(
      reports('critical'),
      exceptionUntil('2999-01-01'),
    );
    expect(text).toMatch(/Excepted until 2999-01-01: express[^]+not used/);
    expect(code).toBe(0);
  });

  it.each([
    ['has ended', exceptionUntil('2020-01-01')],
    ['has no reason', exceptionUntil('2999-01-01', "reason: ''")],
    ['has no end date', exceptionUntil("''")],
  ])('fails if the exception %s', async (_case, exceptions) => {
    const { code, text } = await check(reports('high'), exceptions);
    expect(text).toContain('Its exception has ended, or has no reason');
    expect(code).toBe(1);
  });

  it('fails if an exception is no longer needed', async () => {
    const { code, text } = await check((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    }, exceptionUntil('2999-01-01'));
    expect(text).toContain('no longer found. Remove the exception.');
    expect(code).toBe(1);
  });

  it('says in one line that the registry does not answer, without failing', async () => {
    const { code, text } = await check(answersNothing);
    expect(text).toMatch(
      /^Known vulnerabilities were not checked, because the registry doesn't answer: .*405.*\n$/,
    );
    expect(code).toBe(0);
  });

  it('fails if the registry does not answer and the answer is required', async () => {
    const { code } = await check(answersNothing, '[]', ['--require-answer']);
    expect(code).toBe(1);
  });
});
