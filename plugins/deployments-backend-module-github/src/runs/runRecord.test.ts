import {
  formatRunRecord,
  hashDeployment,
  hashServiceEnvironment,
  isCut,
  parseRunRecord,
} from './runRecord';

const KEY = { key: '0123456789abcdef', body: '89abcdef' };
const CHANGE = {
  kind: 'deploy' as const,
  serviceEnvironment: '0123456701234567',
  deployment: '7654321076543210',
};

describe('the record of a run', () => {
  it.each([
    ['of a step', KEY],
    [
      'of a removal',
      { ...KEY, change: { ...CHANGE, kind: 'remove' as const } },
    ],
    [
      'of a version',
      {
        ...KEY,
        change: {
          ...CHANGE,
          version: {
            name: '1.4.2',
            artifact: `ghcr.io/acme/checkout@sha256:${'a'.repeat(64)}`,
            commit: 'b'.repeat(40),
          },
        },
      },
    ],
    [
      'of a version in place of another',
      {
        ...KEY,
        change: {
          ...CHANGE,
          previous: 'fedcba9876543210',
          version: { name: '1.4.2', artifact: 'x' },
        },
      },
    ],
    [
      'of a version with any characters',
      {
        ...KEY,
        change: {
          ...CHANGE,
          version: { name: 'a b]\n[c 100% é', artifact: 'pkg:x/y%20z@1]' },
        },
      },
    ],
  ])('%s is read from the name as it was written', (_, record) => {
    const title = `Deploy it to production ${formatRunRecord(record)} now`;
    expect(parseRunRecord(title)).toEqual(record);
    expect(isCut(title)).toBe(false);
  });

  it('is absent in names that Slipway did not write', () => {
    expect(parseRunRecord('Deploy 1.4.2')).toBeUndefined();
    expect(parseRunRecord('[0123456789abcdef-0123456789]')).toBeUndefined();
    expect(isCut('Deploy [x')).toBe(false);
  });

  it('is the last one in the name, so that a version name before it cannot replace it', () => {
    const forged = formatRunRecord({
      key: 'f'.repeat(16),
      body: '0'.repeat(8),
    });
    expect(parseRunRecord(`Deploy ${forged} ${formatRunRecord(KEY)}`)).toEqual(
      KEY,
    );
  });

  it('identifies service environment and deployment by 64 bits', () => {
    expect(hashServiceEnvironment('component:default/a', 'b')).toMatch(
      /^[0-9a-f]{16}$/,
    );
    expect(hashDeployment('one')).toMatch(/^[0-9a-f]{16}$/);
  });

  it('still has its key in a name that was cut', () => {
    const title = formatRunRecord({
      ...KEY,
      change: { ...CHANGE, version: { name: '1', artifact: 'x'.repeat(300) } },
    }).slice(0, 100);
    expect(parseRunRecord(title)).toEqual(KEY);
    expect(isCut(title)).toBe(true);
  });
});
