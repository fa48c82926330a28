import { createFaultProxy, FaultProxy } from '../faults/createFaultProxy';
import { createGitHubClient } from './__testUtils__/callGitHub';
import { Acme, BASE, startAcme } from './__testUtils__/startAcme';

describe.each(['github.com', 'ghes-3.17'] as const)(
  'a fault proxy before %s',
  profile => {
    let acme: Acme;
    let proxy: FaultProxy;
    let call: ReturnType<typeof createGitHubClient>;

    beforeEach(async () => {
      acme = await startAcme({ profile });
      proxy = await createFaultProxy({ target: acme.gitHub.url });
      call = createGitHubClient({ url: proxy.url, token: acme.gitHub.token });
    });

    afterEach(async () => {
      await proxy.close();
      await acme.gitHub.close();
    });

    const dispatch = () =>
      call(`POST ${BASE}/actions/workflows/deploy.yml/dispatches`, {
        body: { ref: 'main', inputs: { version: '1', slipway_key: 'key' } },
      });

    it('loses the answer to a dispatch, and the run can be found by its title', async () => {
      proxy.inject({
        method: 'POST',
        path: /dispatches/,
        times: 1,
        fault: { kind: 'cut' },
      });
      await expect(dispatch()).rejects.toThrow();
      const { body } = await call(
        `GET ${BASE}/actions/workflows/deploy.yml/runs?event=workflow_dispatch`,
      );
      expect(body.workflow_runs).toMatchObject([
        { display_title: 'Deploy 1 to staging [key]' },
      ]);
    });

    it('loses a dispatch, and there is no run', async () => {
      proxy.inject({ method: 'POST', times: 1, fault: { kind: 'reset' } });
      await expect(dispatch()).rejects.toThrow();
      expect(acme.gitHub.runs()).toEqual([]);
      expect(await dispatch()).toMatchObject({ status: 204 });
      expect(acme.gitHub.runs()).toHaveLength(1);
    });
  },
);
