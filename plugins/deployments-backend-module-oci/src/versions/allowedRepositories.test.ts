import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@backstage/types';
import {
  createTestVersions,
  type TestVersions,
} from '../__testUtils__/createTestVersions';

describe('the repositories that services may use', () => {
  let server: http.Server;
  let requested: string[];
  let host: string;
  let versions: TestVersions;

  beforeEach(async () => {
    requested = [];
    server = http.createServer((request, response) => {
      requested.push(request.url ?? '');
      response.statusCode = 404;
      response.end();
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    versions.close();
    await new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });

  const open = (repositories?: string[], oci: JsonObject = {}) => {
    versions = createTestVersions(host, {
      registry: repositories ? { repositories } : {},
      oci,
    });
    return versions;
  };

  it.each(['pay', 'pay/checkout', 'pay/a/b', 'shop/api', 'shop/api/v2'])(
    'include %s if its path, or the start of it, is listed',
    async repository => {
      await open(['pay', 'shop/api']).fail(repository);
      expect(requested).toEqual([
        expect.stringContaining(`/v2/${repository}/tags/list`),
      ]);
    },
  );

  it.each(['payments', 'payments/checkout', 'shop', 'shop/apis', 'x/pay'])(
    'do not include %s, about which the registry is not asked',
    async repository => {
      expect(await open(['pay', 'shop/api']).fail(repository)).toBe(
        `The annotation slipway/image-repository has "${host}/${repository}", but deployments.oci.registries["${host}"].repositories does not allow it. Correct the annotation, or let the owners of app-config add its path.`,
      );
      expect(requested).toEqual([]);
    },
  );

  it('are all if none are listed', async () => {
    await open().fail('payments/checkout');
    expect(requested).not.toEqual([]);
  });

  it('limit what app-config gives services without the annotation too', async () => {
    const { listDefault } = open(['pay'], {
      repository: `${host}/{{ service.namespace }}/{{ service.name }}`,
    });
    await expect(listDefault()).rejects.toThrow(
      'repositories does not allow it. Add its path there.',
    );
    expect(requested).toEqual([]);
  });
});
