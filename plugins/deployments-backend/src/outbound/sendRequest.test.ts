import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { wasNotSent } from './wasNotSent';
import { sendRequest } from './sendRequest';

/** Sends a request with a key, so that servers can tell which one it is. */
const ask = (
  url: string,
  more: { headers?: Record<string, string>; method?: string } = {},
) =>
  sendRequest({
    method: 'POST',
    headers: {},
    body: { a: 1 },
    signal: AbortSignal.timeout(5_000),
    ...more,
    url,
  });

describe('a request without a response', () => {
  let opened: TcpServer[];
  let sockets: Socket[];

  beforeEach(() => {
    opened = [];
    sockets = [];
  });
  afterEach(async () => {
    sockets.forEach(socket => socket.destroy());
    await Promise.all(
      opened.map(server => new Promise(resolve => server.close(resolve))),
    );
  });

  async function listen(server: TcpServer): Promise<string> {
    opened.push(server);
    server.on('connection', (socket: Socket) => sockets.push(socket));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it.each([
    ['a character outside Latin-1 in a header', { 'x-note': 'Größe ✓' }],
    ['a line break in a header', { 'x-note': 'a\r\nx-admin: true' }],
    ['a control character in a header', { 'x-note': 'a\u0007b' }],
    ['a header with an invalid name', { 'x note': 'a' }],
    ['a header that the client sets itself', { 'Transfer-Encoding': 'gzip' }],
  ])(
    'was not sent with %s, and a retry cannot help',
    async (_case, headers) => {
      let requests = 0;
      const server = createServer((_request, response) => {
        requests += 1;
        response.end();
      });
      const host = await listen(server);
      const answer = await ask(`http://${host}/`, { headers });
      expect(answer).toMatchObject({ result: 'not-sent', canBeBuilt: false });
      // Header values may be secrets.
      expect(JSON.stringify(answer)).not.toMatch(/Größe|x-admin|gzip/);
      expect(requests).toBe(0);
    },
  );

  it.each([
    ['a URL that is none', 'http://a b/'],
    ['credentials in its URL', 'http://u:pw@127.0.0.1:1/'],
  ])('was not sent with %s', async (_case, url) => {
    const answer = await ask(url);
    expect(answer).toMatchObject({ result: 'not-sent', canBeBuilt: false });
    expect(JSON.stringify(answer)).not.toContain('pw');
  });

  it('was not sent with an invalid method', async () => {
    expect(
      await ask('http://127.0.0.1:1/', { method: 'BAD METHOD' }),
    ).toMatchObject({ result: 'not-sent', canBeBuilt: false });
  });

  it('was not sent if nothing listens, or to a blocked port', async () => {
    const server = createServer();
    const host = await listen(server);
    await new Promise(resolve => server.close(resolve));
    opened = [];
    expect(await ask(`http://${host}/`)).toMatchObject({
      result: 'not-sent',
      message: expect.stringContaining('ECONNREFUSED'),
      canBeBuilt: true,
    });
    // Fetch rejects it with a TypeError without a code.
    expect(await ask('http://127.0.0.1:6000/')).toMatchObject({
      result: 'not-sent',
      message: expect.stringContaining('bad port'),
    });
  });

  it('was not sent to a server without TLS', async () => {
    const plain = await listen(createServer());
    expect(await ask(`https://${plain}/`)).toMatchObject({
      result: 'not-sent',
    });
  });

  it('was not sent if the handshake fails or is cut off', async () => {
    // Without a certificate, the handshake fails.
    const withoutCertificate = await listen(createTlsServer({}));
    expect(await ask(`https://${withoutCertificate}/`)).toMatchObject({
      result: 'not-sent',
    });
    const hangsUp = await listen(createTcpServer(socket => socket.destroy()));
    expect(await ask(`https://${hangsUp}/`)).toMatchObject({
      result: 'not-sent',
    });
  });

  it('may have arrived if the connection ends after it was sent', async () => {
    const server = createServer(request => request.socket.destroy());
    const host = await listen(server);
    expect(await ask(`http://${host}/`)).toMatchObject({ result: 'unknown' });
  });

  it('may have arrived if the response is late or breaks off', async () => {
    const silent = await listen(createServer(() => {}));
    expect(
      await sendRequest({
        method: 'POST',
        url: `http://${silent}/`,
        headers: {},
        signal: AbortSignal.timeout(100),
      }),
    ).toMatchObject({ result: 'unknown' });
    const broken = await listen(
      createServer((_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      }),
    );
    expect(await ask(`http://${broken}/`)).toMatchObject({ result: 'unknown' });
  });

  it('is sent with one header for two spellings of its name', async () => {
    let type: string | undefined;
    const host = await listen(
      createServer((request, response) => {
        type = request.headers['content-type'];
        response.end();
      }),
    );
    await ask(`http://${host}/`, {
      headers: { 'Content-Type': 'application/vnd.ci+json' },
    });
    expect(type).toBe('application/vnd.ci+json');
  });
});

describe('wasNotSent', () => {
  const failed = (cause: object) =>
    Object.assign(new TypeError('fetch failed'), { cause });

  it.each<[string, object, boolean]>([
    ['a connect time-out', { code: 'UND_ERR_CONNECT_TIMEOUT' }, true],
    ['an untrusted issuer', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, true],
    [
      'another host’s certificate',
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      true,
    ],
    ['an expired certificate', { code: 'CERT_HAS_EXPIRED' }, true],
    ['an unknown name', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, true],
    [
      'a time-out while connecting',
      { code: 'ETIMEDOUT', syscall: 'connect' },
      true,
    ],
    [
      'time-outs of all addresses',
      {
        code: 'ETIMEDOUT',
        errors: [{ code: 'ETIMEDOUT', syscall: 'connect' }],
      },
      true,
    ],
    ['a time-out while reading', { code: 'ETIMEDOUT', syscall: 'read' }, false],
    ['a reset', { code: 'ECONNRESET', syscall: 'read' }, false],
    ['a closed socket', { code: 'UND_ERR_SOCKET' }, false],
    ['no headers in time', { code: 'UND_ERR_HEADERS_TIMEOUT' }, false],
    ['a broken response', { code: 'HPE_INVALID_CONSTANT' }, false],
    [
      'a broken record',
      { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' },
      false,
    ],
  ])('is decided by %s', (_case, cause, expected) => {
    expect(wasNotSent(failed(cause), new AbortController().signal)).toBe(
      expected,
    );
  });

  it('is false after an abort', () => {
    const aborted = AbortSignal.abort();
    expect(wasNotSent(aborted.reason, aborted)).toBe(false);
    expect(wasNotSent(new TypeError('terminated'), aborted)).toBe(false);
  });
});
