import { findUrlMistake } from './findUrlMistake';
import { isLoopback } from './isLoopback';

const rules = { credentialKeys: 'token' };

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['localhost:7000', true],
    ['127.0.0.1', true],
    ['127.8.0.1:80', true],
    ['[::1]', true],
    ['[::1]:7000', true],
    ['127.example.com', false],
    ['localhost.example.com', false],
    ['[::2]', false],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
  ])('of %s is %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('findUrlMistake', () => {
  it.each([
    'https://api.example.com/v1',
    'https://api.example.com:6443',
    'http://localhost:8080',
    'http://[::1]:8080',
  ])('accepts %s', address => {
    expect(findUrlMistake(address, rules)).toBeUndefined();
  });

  it.each([
    ['api.example.com', 'expected an address with https://'],
    ['ftp://api.example.com', 'expected an address with https://'],
    [
      'https://ana:hunter2@api.example.com',
      'must not contain a user name or password; use token',
    ],
    ['https://api.example.com?a=b', 'must not contain a query or a fragment'],
    ['https://api.example.com/#a', 'must not contain a query or a fragment'],
    [
      'http://api.example.com',
      'must start with https://, because over http:// credentials could be read on their way',
    ],
    [
      'http://127.example.com',
      'must start with https://, because over http:// credentials could be read on their way',
    ],
  ])('rejects %s', (address, expected) => {
    expect(findUrlMistake(address, rules)).toBe(expected);
  });

  it('accepts plain HTTP where app-config allows it, and else names the key for that', () => {
    const url = 'http://api.example.com';
    const plainHttpKey = 'allowPlainHttp';
    expect(
      findUrlMistake(url, { ...rules, plainHttpKey, allowPlainHttp: true }),
    ).toBeUndefined();
    expect(
      findUrlMistake('prometheus:9090', { ...rules, allowPlainHttp: true }),
    ).toBe('expected an address with http:// or https://');
    expect(findUrlMistake(url, { ...rules, plainHttpKey })).toMatch(
      /If you accept that, set allowPlainHttp$/,
    );
  });
});
