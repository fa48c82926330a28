import { withoutSecrets } from './redactPayload';

describe('the stored payload of a dead letter', () => {
  it.each([
    [{ GITHUB_TOKEN: 'abc' }, { GITHUB_TOKEN: '***' }],
    [
      [{ 'X-Hub-Signature-256': 'sha256=1' }],
      [{ 'X-Hub-Signature-256': '***' }],
    ],
    [{ deep: { Password: { is: 'here' } } }, { deep: { Password: '***' } }],
    ['https://ana:hunter2@ci.example.com/7', 'https://***@ci.example.com/7'],
    [
      'see https://ci.example.com/7?a=1&access_token=abc&b=2 there',
      'see https://ci.example.com/7?a=1&access_token=***&b=2 there',
    ],
    [
      'https://ci.example.com/?X-Amz-Signature=0b31#x',
      'https://ci.example.com/?X-Amz-Signature=***#x',
    ],
    [`Authorization: Basic YW5hOmh1bnRlcjI=`, 'Authorization: ***'],
    [`Bearer ${'a1'.repeat(20)}`, 'Bearer ***'],
    [`pushed with ${'ghp_'}${'a1'.repeat(18)}.`, 'pushed with ***.'],
    [`${'eyJ'}hbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM`, '***'],
    [`-----BEGIN RSA ${'PRIVATE'} KEY-----\nabc\n-----END RSA`, '***'],
  ])('of %j is %j', (event, kept) => {
    expect(withoutSecrets(event)).toEqual(kept);
  });

  // The stored payload is what is reprocessed later.
  it.each([
    'pkg:oci/checkout@sha256%3A0b31?tag=1.4.0&arch=amd64',
    'git+ssh://git@github.com/acme/checkout.git',
    'https://ci.example.com/7?page=2#line',
    'Basic information',
    'Rotate the signing token: see #12',
    '🚢 naïve',
    '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db',
  ])('is %j unchanged', text => {
    expect(withoutSecrets(text)).toBe(text);
  });

  it('contains nothing that a database rejects or that has no end', () => {
    expect(withoutSecrets({ 'a\u0000': 'b\u0000c' })).toEqual({ a: 'bc' });
    expect(withoutSecrets('x'.repeat(1_000_000))).toHaveLength(4001);
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(JSON.stringify(withoutSecrets(deep)).length).toBeLessThan(100);
  });

  it('has keys of limited length', () => {
    const kept = withoutSecrets(JSON.parse('{"__proto__": {"a": 1}}'));
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":1}}');
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});
