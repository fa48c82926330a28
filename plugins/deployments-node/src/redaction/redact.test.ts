import { redactText } from './redact';

const SECRET = 'hunter2-s3cret';

const toBase64 = (text: string) => Buffer.from(text).toString('base64');
const toHex = (text: string) => Buffer.from(text).toString('hex');
const toJson = (text: string) => JSON.stringify(text).slice(1, -1);
const escapeUnicode = (text: string, characters: RegExp) =>
  text.replace(
    characters,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const toSmallPercent = (text: string) =>
  encodeURIComponent(text).replace(/%../g, part => part.toLowerCase());

describe('redactText', () => {
  it.each([
    [`DB_URL=postgres://u:${SECRET}@host/x`, 'DB_URL=postgres://***@host/x'],
    [`postgres://u:p@ss:${SECRET}@host/x`, 'postgres://***@host/x'],
    [`redis://:${SECRET}@cache:6379`, 'redis://***@cache:6379'],
    [
      `https://${'ghs_'}x${SECRET}abcdef@github.com/a`,
      'https://***@github.com/a',
    ],
    [
      `GET https://h/p?a=1&access_token=${SECRET}&b=2`,
      'GET https://h/p?a=1&access_token=***&b=2',
    ],
    [`DB_PASSWORD=${SECRET} PORT=8080`, 'DB_PASSWORD=*** PORT=8080'],
    [
      `{"user": "ana", "password": "${SECRET}"}`,
      '{"user": "ana", "password": "***"}',
    ],
    [`run --api-key=${SECRET} --verbose`, 'run --api-key=*** --verbose'],
    [`password: ${SECRET}`, 'password: ***'],
    [`Authorization: Basic ${SECRET}`, 'Authorization: ***'],
    [`{"authorization":"Bearer ${SECRET}"}`, '{"authorization":"***"}'],
    [`Set-Cookie: session=${SECRET}; Path=/`, 'Set-Cookie: ***'],
    [`Bearer ${'a1'.repeat(20)}`, 'Bearer ***'],
    // Quoted values may contain characters that end an unquoted one.
    [`{"password":"a) ${SECRET}, b", "x": 1}`, '{"password":"***", "x": 1}'],
    [`DB_PASSWORD='a; ${SECRET}' PORT=1`, "DB_PASSWORD='***' PORT=1"],
    [`{"token":"a \\"${SECRET}\\" b"}`, '{"token":"***"}'],
    [`client_secret="a ${SECRET}\nnext`, 'client_secret="***"\nnext'],
    // JSON within a JSON string.
    [
      `{"body":"{\\"password\\":\\"a ${SECRET}\\",\\"n\\":1}"}`,
      '{"body":"{\\"password\\":\\"***\\",\\"n\\":1}"}',
    ],
    [`postgres://u:pa/${SECRET}@host/x`, 'postgres://***@host/x'],
    // A colour code in the middle of the key does not hide it.
    [`pass\u001b[31mword=${SECRET}`, 'password=***'],
  ])('turns %j into %j', (text, kept) => {
    expect(redactText(text)).toBe(kept);
  });

  it.each([
    'Listening on http://127.0.0.1:7100/healthz',
    'git+ssh://git@github.com/acme/checkout.git',
    'https://registry.example:4873/@scope/package',
    'http://[::1]:8080/@scope/package',
    'The token="" is empty',
    'pkg:oci/checkout@sha256%3A0b31?tag=1.4.0&arch=amd64',
    'Rotate the signing token: see #12',
    'Unexpected token in JSON at position 4',
    'The secret is missing',
    '3 tokens were expired',
    'Cookies are off',
    'at Object.<anonymous> (/srv/app.js:10:5)',
    '🚢 naïve Größe',
    'a\tb\nc\r\n',
  ])('does not change %j, which contains no secret', text => {
    expect(redactText(text)).toBe(text);
  });

  it('removes a known secret completely when it starts with another one', () => {
    expect(
      redactText('say open-sesame-now', ['open-sesame', 'open-sesame-now']),
    ).toBe('say ***');
  });

  it('removes known secrets of 4 or more characters, also when they are URL-encoded', () => {
    expect(
      redactText('p@ss word, p%40ss%20word, ab', ['p@ss word', 'ab']),
    ).toBe('***, ***, ab');
    expect(redactText('half', ['\ud800xyz'])).toBe('half');
  });

  it.each<[string, (secret: string) => string]>([
    ['base64', secret => toBase64(secret)],
    ['base64 with a line break', secret => toBase64(`${secret}\n`)],
    ['base64 of a pair', secret => toBase64(`u:${secret}`)],
    ['base64 of a longer pair', secret => toBase64(`us:${secret}:x`)],
    ['base64 in a URL', secret => encodeURIComponent(toBase64(secret))],
    ['base64 in JSON', secret => toBase64(secret).replaceAll('/', '\\/')],
    ['base64url', secret => Buffer.from(secret).toString('base64url')],
    ['hexadecimal', secret => toHex(secret)],
    ['capital hexadecimal', secret => toHex(`a${secret}`).toUpperCase()],
    ['a JSON string', toJson],
    [
      'base64 in JSON of .NET',
      secret => escapeUnicode(toBase64(secret), /[+/]/g),
    ],
    ['a JSON string of Go', secret => escapeUnicode(toJson(secret), /[&<>]/g)],
    [
      'a JSON string of Python',
      secret => escapeUnicode(toJson(secret), /[^\x20-\x7e]/g),
    ],
    [
      'a JSON string of .NET',
      secret => escapeUnicode(secret, /["&'+<>\\]|[^\x20-\x7e]/g),
    ],
    ['a JSON string of PHP', secret => toJson(secret).replaceAll('/', '\\/')],
    ['a URL', secret => encodeURIComponent(secret)],
    ['a URL in small letters', secret => toSmallPercent(secret)],
    ['a form', secret => new URLSearchParams([[secret, '']]).toString()],
  ])('removes known secrets that are encoded as %s', (_, encode) => {
    for (const secret of [
      'abcdefgh',
      'p@ss "word"',
      '~?>~?>~?>öä',
      'a&b<c>d/🚢/é',
      `long/${'s3cret+'.repeat(20)}`,
    ]) {
      const redacted = redactText(`see ${encode(secret)} here`, [secret]);
      expect(redacted).toMatch(/^see \*\*\*=? here$/);
    }
  });

  it('removes known secrets in base64 and hexadecimal that are broken into lines', () => {
    // No last line has fewer than 12 bytes.
    const secret = Array.from({ length: 31 }, (_, i) => `part${i}`).join('-');
    for (const [encoded, length] of [
      [toBase64(secret), 76],
      [toBase64(secret), 64],
      [toHex(secret), 60],
    ] as const) {
      for (const line of encoded.match(new RegExp(`.{1,${length}}`, 'g')) ??
        []) {
        expect(redactText(line, [secret])).toBe('***');
      }
    }
  });

  it('removes each line of a known secret', () => {
    expect(
      redactText('b\tsecond line', ['first line\r\n  second line\n']),
    ).toBe('b\t***');
  });

  it('does not remove the ordinary lines of a known secret', () => {
    const kubeconfig = [
      'apiVersion: v1',
      'kind: Config',
      'users:',
      '- name: admin',
      '  user:',
      '    token: correct-horse-battery',
    ].join('\n');
    const ordinary = 'apiVersion: v1\nkind: Config\nusers:\n- name: admin';
    expect(redactText(ordinary, [kubeconfig])).toBe(ordinary);
    expect(
      redactText('user:\n  token: correct-horse-battery', [kubeconfig]),
    ).toBe('user:\n  ***');
    expect(redactText(`see ${kubeconfig}`, [kubeconfig])).toBe('see ***');
  });

  it('removes known secrets that contain control characters', () => {
    const secret = 'correct\u0007horse\u001b[1mbattery';
    for (const text of [secret, toJson(secret), toBase64(secret)]) {
      expect(redactText(`see ${text} here`, [secret])).toMatch(
        /^see \*\*\*=* here$/,
      );
    }
  });

  it('removes known secrets that contain or overlap each other', () => {
    const inner = 'correct-horse';
    const outer = `start.${toBase64(inner)}.end`;
    expect(redactText(`see ${outer} here`, [inner, outer])).toBe(
      'see *** here',
    );
    expect(redactText('see abcdefghi here', ['abcdef', 'defghi'])).toBe(
      'see *** here',
    );
  });

  it.each([
    ['a known secret', 'correct-horse-battery'],
    ['a known secret of 8 kB', 'correct-horse-battery'.repeat(400)],
    ['a password in a URL', 'https://eva:correct-horse-battery@example.com'],
    ['a token', `ghp_${'correcthorse'.repeat(3)}`],
  ])('shows no part of %s where it cuts a text', (_, secret) => {
    for (const shown of [4, 9, 18]) {
      const text = `${'a '.repeat(50_000).slice(shown)}${secret} b`;
      const redacted = redactText(text, [secret]);
      expect(redacted).toMatch(/^a? ?a a a a/);
      expect(redacted.length).toBeGreaterThan(98_000);
      expect(redacted).not.toMatch(/[b-z]/);
    }
  });

  it('does not change encoded text that contains no secret, or one of fewer than 8 bytes', () => {
    const text = `${toBase64('checkout 1.4.0')} ${toBase64('hunter2')}`;
    expect(redactText(text, ['hunter2', 'checkout-1.4.0'])).toBe(text);
  });

  it('returns quickly for long repetitive input', () => {
    for (const piece of [
      '://a:',
      'token=',
      '&secret',
      'eyJaaaaaaaa.',
      '"\'=: ',
      'a-',
      'token="a\\',
      'token=\\"',
      '://a:/',
    ]) {
      expect(redactText(piece.repeat(200_000)).length).toBeLessThanOrEqual(
        200_000,
      );
    }
  });
});
