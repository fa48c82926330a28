import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { wrapCheckProvider } from '../checks/wrapCheckProvider';
import type { CheckModel } from '../domain/model/deploymentsModel';
import { addBuiltInChecks } from '../checks/addBuiltInChecks';
import { entities, model } from '../api/__testUtils__/fixtures';
import { DEFAULT_EXPECTATION, listExpectedChecks } from './listExpectedChecks';

const entity = entities.find(({ kind }) => kind === 'Component')!;
const checkProviders = new Map<string, CheckProvider>();
addBuiltInChecks({
  addCheckProvider: provider =>
    checkProviders.set(provider.id, wrapCheckProvider(provider)),
});

const check = (name: string, more: Partial<CheckModel>): CheckModel => ({
  ...model.checks.responds,
  name,
  provider: 'target',
  ...more,
});

const [path] = model.goldenPaths;
const [, verify] = path.steps;

describe('the expectation for live figures', () => {
  const expected = (checks: CheckModel[], used = checks) =>
    listExpectedChecks(
      {
        goldenPaths: [
          {
            ...path,
            steps: [{ ...verify, checks: used.map(({ name }) => name) }],
          },
        ],
      },
      entity,
      Object.fromEntries(checks.map(each => [each.name, each])),
      { checkProviders },
    );

  const availability = check('availability', {
    with: { measure: 'success-rate' },
    passes: { atLeast: 0.999 },
  });
  const latency = check('latency', {
    with: { measure: 'p95' },
    passes: { atMost: 400 },
  });

  it('comes from the checks of the service’s golden path', () => {
    expect(expected([availability, latency])).toEqual([
      {
        figure: 'success-rate',
        passes: { atLeast: 0.999 },
        check: 'availability',
      },
      { figure: 'p95', passes: { atMost: 400 }, check: 'latency' },
    ]);
  });

  it('is a success rate of 99 % if no check sets one', () => {
    expect(expected([])).toEqual([DEFAULT_EXPECTATION]);
    expect(expected([latency])).toEqual([
      DEFAULT_EXPECTATION,
      { figure: 'p95', passes: { atMost: 400 }, check: 'latency' },
    ]);
  });

  it('ignores checks of other golden paths and figures that are not shown', () => {
    const p50 = check('p50', { with: { measure: 'p50' } });
    const http = check('http', { provider: 'http', with: { url: 'http://x' } });
    expect(expected([availability, p50, http], [p50, http])).toEqual([
      DEFAULT_EXPECTATION,
    ]);
  });
});
