import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { fakeRegistry } from '../__testUtils__/registry';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { DeploymentsConfigError } from '../schema/mistakes';

function read(conditions: string) {
  return readDeploymentsModel(
    new ConfigReader({
      deployments: parse(`
secrets: { alertsToken: s3cret }
environments:
  production:
    target: { provider: local }
    startConditions: ${conditions}
`),
    }),
    fakeRegistry(),
  ).environments[0].startConditions;
}

function mistakesIn(conditions: string): string[] {
  try {
    read(conditions);
    return [];
  } catch (error) {
    if (!(error instanceof DeploymentsConfigError)) {
      throw error;
    }
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
}

const P = 'deployments.environments.production.startConditions';

describe('the start conditions of an environment', () => {
  it('are none by default', () => {
    expect(read('null')).toEqual([]);
    expect(read('{ quiet: null }')).toEqual([]);
  });

  it('are read with their templates, which are filled in when a system is asked', () => {
    expect(
      read(
        `{ quiet: { provider: alerts, labels: { service: '{{ service.name }}', version: '{{ version.name }}' }, token: '{{ secrets.alertsToken }}' } }`,
      ),
    ).toEqual([
      {
        name: 'quiet',
        provider: 'alerts',
        with: {
          labels: {
            service: '{{ service.name }}',
            version: '{{ version.name }}',
          },
          token: '{{ secrets.alertsToken }}',
        },
      },
    ]);
  });

  it.each<[string, string, ...string[]]>([
    ['a list', '[alerts]', `${P}: is a list; expected an object keyed by name`],
    [
      'an invalid name',
      `{ 'a b': { provider: alerts, labels: {} } }`,
      `${P}["a b"]: is not a name; expected at most 63 letters, digits and dashes, starting and ending with a letter or digit`,
    ],
    [
      'an unknown provider',
      '{ quiet: { provider: alert, labels: {} } }',
      `${P}.quiet.provider: unknown start condition provider "alert"; did you mean "alerts"? Known: alerts`,
    ],
    [
      'no provider',
      '{ quiet: { labels: {} } }',
      `${P}.quiet.provider: is missing; expected a string. If it is written as \${NAME}, that environment variable is not set.`,
    ],
    [
      'an unknown key',
      '{ quiet: { provider: alerts, label: {}, labels: {} } }',
      `${P}.quiet.label: unknown key; did you mean "labels"? Known: labels, token, provider`,
    ],
    [
      'a missing key',
      '{ quiet: { provider: alerts } }',
      `${P}.quiet.labels: is missing; expected an object`,
    ],
    [
      'an unknown template name',
      `{ quiet: { provider: alerts, labels: { service: '{{ service.nam }}' } } }`,
      `${P}.quiet.labels.service: unknown name {{ service.nam }}; did you mean "service.name"? Known: service.ref, service.name, service.namespace, environment.name, environment.tier, version.id, version.name, version.artifact, version.commit, secrets.alertsToken`,
    ],
    [
      'a secret that is not declared',
      `{ quiet: { provider: alerts, labels: {}, token: '{{ secrets.alertToken }}' } }`,
      `${P}.quiet.token: unknown name {{ secrets.alertToken }} (secrets are declared under deployments.secrets); did you mean "secrets.alertsToken"? Known: service.ref, service.name, service.namespace, environment.name, environment.tier, version.id, version.name, version.artifact, version.commit, secrets.alertsToken`,
    ],
    [
      'a template that is not closed',
      `{ quiet: { provider: alerts, labels: { a: '{{ service.name' } } }`,
      `${P}.quiet.labels.a: has a {{ without }}`,
    ],
  ])('report %s', (_, conditions, ...expected) => {
    expect(mistakesIn(conditions)).toEqual(expected);
  });

  it('cannot use what the requester types in', () => {
    const [mistake] = mistakesIn(
      `{ quiet: { provider: alerts, labels: { a: '{{ inputs.labels }}' } } }`,
    );
    expect(mistake).toContain(
      `${P}.quiet.labels.a: unknown name {{ inputs.labels }}`,
    );
  });
});
