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
      acme.gitHub.setApiUrl(proxy.url);
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

    it('is in the links of responses', async () => {
      for (let count = 0; count < 2; count++) await dispatch();
      const list = await call(`GET ${BASE}/actions/runs?per_page=1`);
      expect(list.headers.get('link')).toContain(
        `<${proxy.url}${BASE}/actions/runs?per_page=1&page=2>; rel="next"`,
      );
      const [{ id }] = acme.gitHub.runs();
      await acme.gitHub.waitForStatus(id, 'completed');
      const jobs = await call(`GET ${BASE}/actions/runs/${id}/jobs`);
      const logs = await call(
        `GET ${BASE}/actions/jobs/${jobs.body.jobs[0].id}/logs`,
      );
      const location = logs.headers.get('location')!;
      expect(location).toContain(`${proxy.url}/_logs/`);
      expect(await fetch(location)).toMatchObject({ status: 200 });
      proxy.inject({ path: /_logs/, fault: { kind: 'reset' } });
      await expect(fetch(location)).rejects.toThrow();
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
