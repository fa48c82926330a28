import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  applyRequest,
  buildRequest,
  createFixture,
  get,
  SERVER,
  until,
  type Fixture,
} from '../__testUtils__/fixture';
import { buildSlug } from './serviceEnvironmentState';
import { openStateFiles } from './stateFiles';

jest.setTimeout(60_000);

const FIXTURES = path.join(__dirname, '__fixtures__');
const CHECKOUT = {
  service: 'component:default/checkout',
  environment: 'staging',
};

describe('openStateFiles', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-state-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('reads the state files of release ee89c77 completely, and writes them under the same name', async () => {
    await cp(path.join(FIXTURES, 'ee89c77'), dataDir, { recursive: true });
    const files = await openStateFiles(dataDir);
    const { states, unreadable } = await files.readAll();
    expect(unreadable).toEqual([]);
    const folder = path.join(dataDir, 'places');
    const names = await readdir(folder);
    expect(states.map(state => `${buildSlug(state)}.json`)).toEqual(names);
    for (const [index, name] of names.entries()) {
      const file = path.join(folder, name);
      const before = JSON.parse(await readFile(file, 'utf8'));
      const state = states[index]!;
      // An instance was one process, which is tagged with the instance's id.
      const instances = state.instances.map(
        ({ size, maxUnavailable, surge, replicas, nextReplica, ...rest }) => {
          expect({ size, maxUnavailable, surge, nextReplica }).toEqual({
            size: 1,
            maxUnavailable: 0,
            surge: 1,
            nextReplica: 1,
          });
          expect(replicas).toHaveLength(1);
          expect(replicas[0]!.id).toBe(rest.id);
          return { ...replicas[0], ...rest };
        },
      );
      expect({ ...state, schema: 1, instances }).toEqual(before);
      await files.write(state);
    }
    expect((await files.readAll()).states).toEqual(states);
    expect(await readdir(folder)).toEqual(names);
  });

  it('reads the state file of commit 3d477ea completely, in the middle of a rolling deployment', async () => {
    await cp(path.join(FIXTURES, '3d477ea'), dataDir, { recursive: true });
    const file = path.join(dataDir, 'places', `${buildSlug(CHECKOUT)}.json`);
    const before = JSON.parse(await readFile(file, 'utf8'));
    const files = await openStateFiles(dataDir);
    const { states, unreadable } = await files.readAll();
    expect(unreadable).toEqual([]);
    expect(states).toEqual([before]);
    await files.write(states[0]!);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(before);
  });
});

describe('LocalSupervisor with the state files of earlier versions', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  /** Boots with the files that a commit wrote. */
  const bootFrom = async (commit: string) => {
    await cp(path.join(FIXTURES, commit), fixture.dataDir, { recursive: true });
    return fixture.boot({
      services: {
        checkout: {
          command: [process.execPath, SERVER],
          readiness: { path: '/healthz' },
          versions: ['1.0.0', '1.3.0'].map(name => ({
            name,
            artifact: `sha256:checkout-${name}`,
            env: { SERVICE_VERSION: name },
          })),
        },
      },
    });
  };

  it('restores baseline and candidate with their ids, weights and stable URL', async () => {
    const { target, supervisor } = await bootFrom('ee89c77');
    await until(async () =>
      (
        await target.observe(buildRequest())
      ).instances.every(({ ready }) => ready),
    );
    const { instances, url } = await target.observe(buildRequest());
    expect(instances).toMatchObject([
      {
        id: '06f2382b-a1fa-4ddc-89fe-031d6841160b',
        versionName: '1.0.0',
        weight: 50,
        ready: true,
      },
      {
        id: '48e0d37d-f0ca-46f4-9878-381cc577ca5a',
        versionName: '1.3.0',
        weight: 50,
        ready: true,
      },
    ]);
    const state = JSON.parse(
      await readFile(
        path.join(FIXTURES, 'ee89c77/places', `${buildSlug(CHECKOUT)}.json`),
        'utf8',
      ),
    );
    expect(url).toBe(`http://127.0.0.1:${state.port}`);
    await supervisor.stop();
  });

  it('recognizes stored idempotency keys and fences', async () => {
    const { target } = await bootFrom('ee89c77');
    const repeated = {
      idempotencyKey: 'd9a67f6d-a4e9-43d1-a3b3-2328b54257fe/canary/1/1',
      deploymentId: 'd9a67f6d-a4e9-43d1-a3b3-2328b54257fe',
      fence: 5,
    };
    const version = { name: '1.3.0', artifact: 'sha256:checkout-1.3.0' };
    expect(
      await target.apply({ ...applyRequest('1.3.0', repeated), version }),
    ).toEqual({ id: '48e0d37d-f0ca-46f4-9878-381cc577ca5a' });
    await expect(
      target.apply({
        ...applyRequest('1.0.0', repeated),
        version: { name: '1.0.0', artifact: 'sha256:checkout-1.0.0' },
      }),
    ).rejects.toMatchObject({ code: 'key_reused' });
    await expect(
      target.apply({ ...applyRequest('1.3.0', { fence: 4 }), version }),
    ).rejects.toMatchObject({ name: 'FencedError' });
  });

  it('restores both versions of a rolling deployment, and goes back to the previous one', async () => {
    const { target, supervisor } = await bootFrom('3d477ea');
    const rolling = {
      settings: { instances: 4, rolling: { maxUnavailable: 1, surge: 1 } },
      deploymentId: '20e680c1-f3fe-40ba-9af5-598cc78d15df',
    };
    const observe = () => target.observe(buildRequest(rolling));
    // The traffic follows once it is noticed that the processes are ready, which is a little later.
    await until(async () => {
      const { instances } = await observe();
      return (
        instances.every(({ ready }) => ready) && instances[0]?.weight === 33.3
      );
    });
    const candidate = { id: '110c0acc-e52a-480a-8f2e-04751b775350' };
    const { instances, url } = await observe();
    expect(instances).toMatchObject([
      {
        id: '568d4d63-9ac7-4de8-ac63-426e553e2359',
        versionName: '1.0.0',
        weight: 33.3,
      },
      { ...candidate, versionName: '1.3.0', weight: 66.7 },
    ]);

    const abort = buildRequest({ ...rolling, fence: 2 });
    const handle = await target.abort({ ...abort, candidate });
    await until(
      async () =>
        (await target.poll({ ...abort, handle: handle! })).state === 'done',
    );
    await until(async () => (await observe()).instances.length === 1);
    expect((await observe()).instances).toMatchObject([
      { versionName: '1.0.0', weight: 100, ready: true },
    ]);
    const users = [1, 2, 3, 4];
    expect(await Promise.all(users.map(() => get(url!)))).toEqual(
      users.map(() => expect.objectContaining({ version: '1.0.0' })),
    );
    await supervisor.stop();
  });
});
