import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnvironmentRecords } from './environmentRecords';

const AT = {
  service: 'component:default/checkout',
  environment: { name: 'staging', tier: 'staging' as const },
  settings: {},
  fence: 1,
};

describe('the records of service environments', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('name the file that is damaged, and change nothing', async () => {
    const update = () =>
      createEnvironmentRecords(folder).update(AT, async record => record);
    expect(await update()).toEqual({ fence: 1 });
    const root = join(folder, 'environments');
    const [name = ''] = await readdir(root);
    await writeFile(join(root, name), '{"fen');
    await expect(update()).rejects.toMatchObject({
      code: 'damaged_record',
      retryable: false,
      message: expect.stringContaining(join(root, name)),
    });
  });

  it('leave no temporary files, also if two replicas write at once', async () => {
    const deploy = (fence: number) =>
      createEnvironmentRecords(folder).update({ ...AT, fence }, async () => {});
    await Promise.allSettled([1, 2, 3, 4, 5].map(deploy));
    expect(await readdir(join(folder, 'environments'))).toHaveLength(1);
  });
});
