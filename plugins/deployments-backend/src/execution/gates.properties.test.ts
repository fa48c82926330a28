import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  resolveCaller,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const MANAGERS = 'group:default/release-managers';

const RUNS = Number(process.env.GATE_RUNS ?? 8);
/** How long a broken gate would need to let a call through. The engine sweeps every 100 ms. */
const SETTLE_MS = 300;

const SKIPPED = { 'version.flags': { $contains: 'migrations' } };
const gate = { use: 'approve', with: { from: [MANAGERS] } };
const skippedGate = { ...gate, if: SKIPPED };
const skippedWait = { use: 'wait', with: { for: '1m' }, if: SKIPPED };

/** The effect of each rollout step on the target, in the order of the path. */
const ROLLOUT = [
  {
    step: { use: 'deploy', with: { strategy: 'canary', weight: 10 } },
    effects: ['apply', 'setTraffic 10'],
  },
  {
    step: { use: 'traffic', with: { weight: 100 } },
    effects: ['setTraffic 100'],
  },
  { step: { use: 'finalize' }, effects: ['finalize'] },
];

/** The gates before each step of the rollout, and after the last one. */
const inserted = fc.array(
  fc.array(fc.constantFrom(gate, skippedGate, skippedWait), {
    maxLength: 4,
    size: 'max',
  }),
  { minLength: ROLLOUT.length + 1, maxLength: ROLLOUT.length + 1 },
);

function getPath(insertions: object[][]) {
  const steps: { id: string; effects: string[]; isGate: boolean }[] = [];
  const written: object[] = [];
  const add = (step: object, effects: string[]) => {
    const id = `s${steps.length}`;
    written.push({ id, ...step });
    steps.push({ id, effects, isGate: step === gate });
  };
  insertions.forEach((before, index) => {
    before.forEach(step => add(step, []));
    const part = ROLLOUT[index];
    if (part) add(part.step, part.effects);
  });
  return { steps, written };
}

describe.each(databases.eachSupportedId())(
  'a call to the target on %s',
  databaseId => {
    it('is never sent for a step behind a gate that has not passed, whatever is skipped between them', async () => {
      await fc.assert(
        fc.asyncProperty(
          inserted,
          fc.boolean(),
          async (insertions, isRefused) => {
            const { steps, written } = getPath(insertions);
            const knex = await databases.init(databaseId);
            const target = new TestTarget();
            const config = JSON.parse(JSON.stringify(CONFIG));
            config.deployments.goldenPaths.web.steps = written;
            const portal = await createTestPortal({ knex, target, config });
            await portal.runs(await portal.version('1.0.0'));
            await portal.engine.start();
            try {
              const version = await portal.version('2.0.0');
              const id = await portal.deploy(version);
              const called = () =>
                target.effects
                  .filter(({ repeated }) => !repeated)
                  .map(({ name, body }) =>
                    name === 'setTraffic'
                      ? `${name} ${JSON.parse(body)[0]}`
                      : name,
                  );
              const gates = steps.filter(({ isGate }) => isGate);
              for (const [index, { id: stepId }] of gates.entries()) {
                const expected = steps
                  .slice(
                    0,
                    steps.findIndex(step => step.id === stepId),
                  )
                  .flatMap(({ effects }) => effects);
                await portal.until(
                  id,
                  ({ status, steps: now }) =>
                    status === 'waiting' &&
                    now.find(step => step.id === stepId)?.status === 'waiting',
                  `${stepId} waits`,
                );
                await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
                expect(called()).toEqual(expected);

                const isLast = index === gates.length - 1;
                const { planHash } = await portal.state(id);
                await portal.engine.service.command(
                  id,
                  {
                    commandId: `answer-${id}-${stepId}`,
                    type: isRefused && isLast ? 'reject' : 'approve',
                    stepId,
                    reason: 'because',
                    planHash,
                  },
                  // Each gate needs a different person.
                  resolveCaller(`manager-${index}`, [MANAGERS]),
                );
              }
              const { status } = await portal.untilEnded(id);
              const ran = target
                .instances(SERVICE, 'production')
                .map(({ artifact, weight }) => `${artifact} ${weight}`);
              const effects = called();
              const isHeldBack = isRefused && gates.length > 0;
              // Once the previous version is retired, a rollback deploys it again without asking anybody.
              const statuses = effects.length
                ? ['rolled_back', 'failed']
                : ['cancelled'];
              expect(isHeldBack ? statuses : ['succeeded']).toContain(status);
              expect(ran).toEqual([
                isHeldBack ? 'sha256:1.0.0 100' : 'sha256:2.0.0 100',
              ]);
              const all = steps.flatMap(step => step.effects);
              const promised = isHeldBack ? effects : all;
              expect(effects).toEqual(promised);
              await expectReplay(knex);
            } finally {
              await portal.engine.stop();
              await knex.destroy();
            }
          },
        ),
        { numRuns: RUNS },
      );
    });
  },
);
