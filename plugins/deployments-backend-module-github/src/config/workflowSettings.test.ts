import type { Entity } from '@backstage/catalog-model';
import { deriveSource } from './deriveSource';
import {
  readWorkflowSettings,
  validateWorkflowSettings,
} from './workflowSettings';

const AT = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' as const },
};

function buildEntity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', annotations },
  };
}

describe('the settings of the target', () => {
  it.each([
    [
      { repositry: 'a/b' },
      /^repositry: unknown key; did you mean "repository"/,
    ],
    [{ repository: 'checkout' }, /^repository: expected a repository/],
    [{ repository: '../checkout' }, /^repository: /],
    [{ repository: 'acme/..' }, /^repository: /],
    [{ workflow: '../x.yml' }, /^workflow: expected the name of a file/],
    [{ ref: 'a b' }, /^ref: expected the name of a branch/],
    [{ host: 'https://github.com' }, /^host: /],
    [{ inputs: { 'a b': 'x' } }, /^inputs/],
    [{ inputs: { slipway_key: 'x' } }, /^inputs\.slipway_key: Slipway sets/],
    [
      { inputs: { image: '{version.artefact}' } },
      /^inputs\.image: unknown name \{version\.artefact\}; did you mean "version\.artifact"/,
    ],
    [
      { onAbort: 'redploy' },
      /^onAbort: unknown value "redploy"; did you mean "redeploy"\?/,
    ],
    [{ correlate: 'none', onAbort: 'redeploy' }, /^onAbort: redeploy needs/],
    [{ url: 'ftp://example.com' }, /^url: /],
    // An annotation can only be text, a number or a boolean.
    [{ source: 'acme/checkout' }, /^source: /],
  ])('%j are refused', (settings, message) => {
    expect(validateWorkflowSettings(settings)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('have defaults, and inputs become text', () => {
    expect(
      readWorkflowSettings({
        ...AT,
        settings: {
          repository: 'acme/checkout',
          workflow: 'deploy.yml',
          inputs: { replicas: 3, isDryRun: false },
        },
      }),
    ).toEqual({
      host: 'github.com',
      repository: 'acme/checkout',
      deploy: {
        workflow: 'deploy.yml',
        inputs: { replicas: '3', isDryRun: 'false' },
      },
      correlate: 'run-name',
      onAbort: 'redeploy',
    });
  });

  it('without a repository or a workflow say what to write', () => {
    const read = (settings: { [key: string]: string }) => () =>
      readWorkflowSettings({ ...AT, settings });
    expect(read({ workflow: 'deploy.yml' })).toThrow(/repository: missing/);
    expect(read({ repository: 'acme/checkout' })).toThrow(/workflow: missing/);
  });
});

describe('the repository of a service', () => {
  const SLUG = { 'github.com/project-slug': 'acme/checkout' };
  const LOCATION = 'backstage.io/managed-by-location';
  const derive = (annotations: Record<string, string>) =>
    deriveSource(buildEntity(annotations), ['github.com', 'github.acme.com']);

  it('is derived if the catalog read the service from it', () => {
    const derived = derive({
      ...SLUG,
      [LOCATION]:
        'url:https://github.acme.com/Acme/checkout/blob/main/catalog-info.yaml',
    });
    expect(derived).toEqual({
      settings: {
        source: { host: 'github.acme.com', repository: 'Acme/checkout' },
      },
      problems: [],
    });
    expect(
      readWorkflowSettings({
        ...AT,
        settings: { ...derived.settings, workflow: 'deploy.yml' },
      }),
    ).toMatchObject({ host: 'github.acme.com', repository: 'Acme/checkout' });
  });

  it.each([
    [
      'another repository',
      'url:https://github.com/acme/other/blob/main/c.yaml',
    ],
    ['another host', 'url:https://evil.example.com/acme/checkout/blob/main/c'],
    ['a file', 'file:/tmp/acme/checkout/catalog-info.yaml'],
    ['nowhere', undefined],
  ])(
    'is not derived if the catalog read the service from %s',
    (_, location) => {
      // What an author writes says nothing.
      const source = 'url:https://github.com/acme/checkout/';
      expect(
        derive({
          ...SLUG,
          'backstage.io/source-location': source,
          ...(location ? { [LOCATION]: location } : {}),
        }),
      ).toEqual({
        settings: {},
        problems: [expect.stringMatching(/app-config/)],
      });
    },
  );
});
