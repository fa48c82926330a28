import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { readHttpConfig } from './readHttpConfig';

const directory = createMockDirectory({ content: { 'ca.pem': 'PEM' } });
const url = 'https://deploy.example.com';

function read(endpoints: Record<string, { url: string; caFile?: string }>) {
  return readHttpConfig(
    new ConfigReader({ deployments: { http: { endpoints } } }),
  );
}

describe('readHttpConfig', () => {
  it('reads the certificates of endpoints that name a file', () => {
    const endpoints = read({
      own: { url, caFile: directory.resolve('ca.pem') },
      public: { url },
    });
    expect(endpoints?.get('own')).toMatchObject({ url, ca: 'PEM' });
    expect(endpoints?.get('public')).not.toHaveProperty('ca');
  });

  it('returns nothing for an absent section', () => {
    expect(readHttpConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('lists the files that this machine lacks apart from mistakes', () => {
    expect(() => read({ 'a.b': { url, caFile: '/no/ca.pem' } })).toThrow(
      expect.objectContaining({
        mistakes: [],
        missingHere: [
          {
            path: ['endpoints', 'a.b', 'caFile'],
            message: expect.stringContaining('(ENOENT)'),
          },
        ],
        message: expect.stringContaining(
          'deployments.http.endpoints["a.b"].caFile: the file /no/ca.pem',
        ),
      }),
    );
  });
});
