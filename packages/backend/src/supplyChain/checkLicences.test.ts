import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../../../scripts/check-licences.mjs');
const POLICY = `licences:
  allowed: [MIT, ISC]
  found: { left-pad@1.0.0: { licence: MIT, where: LICENSE } }
`;

const id = (name: string) => ({ license: { id: name } });
const expression = (text: string) => ({ expression: text });

describe('the check of licences', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-licences-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Checks an SBOM with one dependency. */
  function check(component: object) {
    const sbom = join(folder, 'sbom.json');
    const policy = join(folder, 'policy.yaml');
    writeFileSync(sbom, JSON.stringify({ components: [component] }));
    writeFileSync(policy, POLICY);
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, sbom], {
      encoding: 'utf8',
      env: { ...process.env, SLIPWAY_SUPPLY_CHAIN: policy },
    });
    return { status, stdout };
  }

  it.each([
    ['an allowed licence', [id('MIT')], 0],
    ['another licence', [id('GPL-3.0-only')], 1],
    ['a choice with an allowed one', [expression('(MIT OR GPL-3.0-only)')], 0],
    ['two that both apply', [expression('MIT AND GPL-3.0-only')], 1],
    ['two entries, one not allowed', [id('MIT'), id('GPL-3.0-only')], 1],
    ['a licence without an SPDX name', [{ license: { name: 'Custom' } }], 1],
    ['no licence', [], 1],
  ])('for a dependency with %s', (_case, licenses, expected) => {
    const { status, stdout } = check({
      group: '@scope',
      name: 'a',
      version: '1.0.0',
      licenses,
    });
    expect(status).toBe(expected);
    expect(stdout.includes('@scope/a@1.0.0')).toBe(expected === 1);
  });

  it.each([
    ['of that version', '1.0.0', 0],
    ['of another version', '1.1.0', 1],
  ])('accepts what a person found in the files %s', (_case, version, code) => {
    expect(check({ name: 'left-pad', version, licenses: [] }).status).toBe(
      code,
    );
  });
});
