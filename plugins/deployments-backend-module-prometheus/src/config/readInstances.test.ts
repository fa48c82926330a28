import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readInstances } from './readInstances';

const ROOT = 'deployments.prometheus';
const SECRET = 'hunter2-hunter2';

const read = (instances: JsonObject) =>
  readInstances(
    new ConfigReader({ deployments: { prometheus: { instances } } }),
    ROOT,
  );

describe('readInstances', () => {
  it('returns no instances without configuration', () => {
    expect(readInstances(new ConfigReader({}), ROOT)).toEqual({});
  });

  it('reads instances with defaults', () => {
    expect(
      read({
        default: { url: 'https://prometheus.example.com/mimir', token: SECRET },
        near: { url: 'http://prometheus.monitoring:9090', timeout: '5s' },
      }),
    ).toEqual({
      default: {
        url: 'https://prometheus.example.com/mimir',
        token: SECRET,
        headers: {},
        timeout: 10_000,
      },
      near: {
        url: 'http://prometheus.monitoring:9090',
        headers: {},
        timeout: 5_000,
      },
    });
  });

  const https = 'https://prometheus.example.com';
  it.each([
    [
      'an unknown key',
      { url: https, tokn: SECRET },
      'instances.a.tokn: unknown key; did you mean "token"? Known: url, token, tokenFile',
    ],
    [
      'a missing address',
      { token: SECRET },
      'instances.a.url: is missing; expected a string',
    ],
    [
      'another protocol',
      { url: 'ftp://a' },
      'instances.a.url: expected an address with http:// or https://',
    ],
    [
      'credentials in the address',
      { url: `https://u:${SECRET}@a` },
      'instances.a.url: must not contain a user name or password',
    ],
    [
      'a query in the address',
      { url: `${https}?x=1` },
      'instances.a.url: must not contain a query',
    ],
    [
      'a token over plain HTTP',
      { url: 'http://prometheus:9090', token: SECRET },
      'instances.a.url: must start with https://',
    ],
    [
      'a password over plain HTTP',
      { url: 'http://prometheus:9090', username: 'u', password: SECRET },
      'instances.a.url: must start with https://',
    ],
    [
      'two tokens',
      { url: https, token: SECRET, tokenFile: '/t' },
      'instances.a.tokenFile: use either token or tokenFile',
    ],
    [
      'a token and a user',
      { url: https, token: SECRET, username: 'u', password: SECRET },
      'instances.a.username: use either a token or a username',
    ],
    [
      'a user without a password',
      { url: https, username: 'u' },
      'instances.a.username: username and password belong together: set both, or neither',
    ],
    [
      'a password without a user',
      { url: https, password: SECRET },
      'instances.a.username: username and password belong together: set both, or neither',
    ],
    [
      'half a certificate',
      { url: https, certificateFile: '/c' },
      'instances.a.certificateFile: certificateFile and keyFile belong together: set both, or neither',
    ],
    [
      'a certificate on plain HTTP',
      { url: 'http://a', caFile: '/c' },
      'instances.a.caFile: has no effect',
    ],
    [
      'a long timeout',
      { url: https, timeout: '1m' },
      'instances.a.timeout: expected a duration from 1s to 14s',
    ],
    [
      'a header of the client',
      { url: https, headers: { Host: 'x' } },
      'instances.a.headers.Host: ',
    ],
    [
      'a header with a line break',
      { url: https, headers: { 'X-A': `${SECRET}\r\nX-B: 1` } },
      'instances.a.headers.X-A: expected printable ASCII',
    ],
  ])('rejects %s, without repeating values', (_, instance, message) => {
    const attempt = () => read({ a: instance });
    expect(attempt).toThrow(`${ROOT}.${message}`);
    expect(attempt).not.toThrow(SECRET);
  });

  it('accepts a token on a loopback address', () => {
    expect(() =>
      read({ a: { url: 'http://127.0.0.1:9090', token: SECRET } }),
    ).not.toThrow();
  });

  it('names a section of its own that is wrong', () => {
    const config = new ConfigReader({
      deployments: { prometheus: { url: https } },
    });
    expect(() => readInstances(config, ROOT)).toThrow(
      `${ROOT}.url: unknown key; Known: instances`,
    );
  });
});
