import {
  buildDeployment,
  DIGEST_1,
  DIGEST_2,
} from '../__testUtils__/buildDeployment';
import type { WorkloadSettings } from '../config/workloadSettings';
import type { Workload } from '../client/kubernetesObjects';
import { decideAbort } from './decideAbort';
import { decideApply } from './decideApply';
import { decideRemove } from './decideRemove';
import type { EffectContext, WorkloadPatch } from './effectDecision';

const SETTINGS: WorkloadSettings = {
  namespace: 'shop',
  workload: 'checkout',
  kind: 'Deployment',
  mode: 'rolling',
  stableService: 'checkout',
  initContainers: [],
  failFast: true,
  allowManaged: false,
  requireConsent: true,
};

const context = (
  overrides: Partial<EffectContext> = {},
  settings: Partial<WorkloadSettings> = {},
): EffectContext => ({
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' },
  deploymentId: 'd1',
  idempotencyKey: 'd1/deploy/1/1',
  fence: 1,
  settings: { ...SETTINGS, ...settings },
  ...overrides,
});

const V2 = { name: '2.0.0', artifact: DIGEST_2 };
const V1 = { name: '1.0.0', artifact: DIGEST_1 };
const deploy = (version = V2) => ({ version, restart: false });

/** What the API server does with a strategic merge patch of ours. */
function merge(workload: Workload, patch: WorkloadPatch | undefined): Workload {
  const next = structuredClone(workload);
  const assign = (
    into: Record<string, string>,
    from: Record<string, string | null>,
  ) => {
    for (const [key, value] of Object.entries(from)) {
      if (value === null) delete into[key];
      else into[key] = value;
    }
  };
  next.metadata.annotations ??= {};
  assign(next.metadata.annotations, patch?.metadata.annotations ?? {});
  if (patch?.spec?.replicas !== undefined) {
    next.spec!.replicas = patch.spec.replicas;
  }
  const template = patch?.spec?.template as any;
  if (template) {
    next.spec!.template!.metadata!.annotations ??= {};
    assign(
      next.spec!.template!.metadata!.annotations,
      template.metadata.annotations,
    );
    for (const { name, image } of template.spec.containers) {
      next.spec!.template!.spec!.containers!.find(
        it => it.name === name,
      )!.image = image;
    }
  }
  return next;
}

const getImage = ({ spec }: Workload) =>
  spec?.template?.spec?.containers?.[0]?.image;

describe('decideApply', () => {
  it('changes the image, and never the number of replicas', () => {
    const { patch } = decideApply(buildDeployment(), context(), deploy());
    expect(patch).toMatchObject({
      metadata: {
        resourceVersion: '100',
        annotations: { 'slipway.io/fence': '1' },
      },
      spec: {
        template: { spec: { containers: [{ name: 'web', image: DIGEST_2 }] } },
      },
    });
    expect(patch?.spec).not.toHaveProperty('replicas');
  });

  it('deletes no annotation that the pod template does not have', () => {
    const { patch } = decideApply(buildDeployment(), context(), deploy());
    expect(patch?.spec?.template?.metadata).toEqual({
      annotations: {
        'slipway.io/version': '2.0.0',
        'slipway.io/artifact': DIGEST_2,
      },
    });
  });

  it('leaves the pods alone if the image already runs in another spelling', () => {
    const deployment = buildDeployment({
      image: DIGEST_2.replace('@', ':2.0.0@'),
    });
    const { patch } = decideApply(deployment, context(), deploy());
    expect(patch).toBeDefined();
    expect(patch?.spec).toBeUndefined();
  });

  it('writes nothing when the same key is delivered again', () => {
    const first = decideApply(buildDeployment(), context(), deploy());
    const after = merge(buildDeployment(), first.patch);
    const again = decideApply(after, context(), deploy());
    expect(again.patch).toBeUndefined();
    expect(again.outcome).toEqual(first.outcome);
  });

  it('writes only the fence when a new owner repeats the key', () => {
    const first = decideApply(buildDeployment(), context(), deploy());
    const after = merge(buildDeployment(), first.patch);
    const { patch } = decideApply(after, context({ fence: 2 }), deploy());
    expect(patch).toEqual({
      metadata: {
        resourceVersion: '100',
        annotations: { 'slipway.io/fence': '2' },
      },
    });
  });

  it('rejects a known key with another version', () => {
    const first = decideApply(buildDeployment(), context(), deploy());
    const after = merge(buildDeployment(), first.patch);
    expect(() => decideApply(after, context(), deploy(V1))).toThrow(
      expect.objectContaining({ code: 'key_reused', retryable: false }),
    );
  });

  it('rejects a lower fence', () => {
    const deployment = buildDeployment();
    deployment.metadata.annotations!['slipway.io/fence'] = '7';
    expect(() => decideApply(deployment, context(), deploy())).toThrow(
      expect.objectContaining({ name: 'FencedError', seen: 7 }),
    );
  });

  it('forgets the oldest of more than 20 effects', () => {
    let deployment = buildDeployment();
    for (let n = 0; n < 25; n++) {
      const { patch } = decideApply(
        deployment,
        context({ idempotencyKey: `key-${n}` }),
        deploy(n % 2 ? V1 : V2),
      );
      deployment = merge(deployment, patch);
    }
    const effects = deployment.metadata.annotations!['slipway.io/effects']!;
    expect(JSON.parse(effects)).toHaveLength(20);
    expect(effects.length).toBeLessThan(4_000);
  });

  it.each<
    [string, Partial<Workload['metadata']>, Partial<WorkloadSettings>, string]
  >([
    ['nobody has allowed it', { annotations: {} }, {}, 'consent_missing'],
    [
      'it belongs to another service environment',
      {
        annotations: {
          'slipway.io/service-environment':
            'component:default/checkout@staging',
        },
      },
      { requireConsent: false },
      'consent_missing',
    ],
    [
      'Flux manages it',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'shop',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      {},
      'managed_elsewhere',
    ],
  ])('refuses when %s', (_, metadata, settings, code) => {
    expect(() =>
      decideApply(
        buildDeployment({ metadata }),
        context({}, settings),
        deploy(),
      ),
    ).toThrow(expect.objectContaining({ code, retryable: false }));
  });

  it('claims a workload that needs no consent', () => {
    const { patch } = decideApply(
      buildDeployment({ metadata: { annotations: {} } }),
      context({}, { requireConsent: false }),
      deploy(),
    );
    expect(patch?.metadata.annotations).toMatchObject({
      'slipway.io/service-environment': 'component:default/checkout@production',
    });
  });

  it('warns that Helm puts its own image back', () => {
    const deployment = buildDeployment();
    deployment.metadata.annotations!['meta.helm.sh/release-name'] = 'shop';
    const { patch, warnings } = decideApply(deployment, context(), deploy());
    expect(patch).toBeDefined();
    expect(warnings).toEqual([expect.stringContaining('Helm release shop')]);
  });

  it('refuses if the image was changed by hand, although the annotation still names the expected version', () => {
    const deployment = buildDeployment({
      image: DIGEST_2,
      templateAnnotations: { 'slipway.io/artifact': DIGEST_1 },
    });
    const body = { ...deploy(), expected: DIGEST_1 };
    expect(() => decideApply(deployment, context(), body)).toThrow(
      expect.objectContaining({ code: 'overtaken' }),
    );
  });

  it('refuses to replace another version than the one that was planned', () => {
    const body = { ...deploy(), expected: DIGEST_2 };
    expect(() => decideApply(buildDeployment(), context(), body)).toThrow(
      expect.objectContaining({ code: 'overtaken' }),
    );
    expect(
      decideApply(buildDeployment(), context(), body, [DIGEST_2]).patch,
    ).toBeDefined();
  });

  it('accepts its own change when a later attempt has the same expectation', () => {
    const body = { ...deploy(), expected: DIGEST_1 };
    const first = decideApply(buildDeployment(), context(), body);
    const after = merge(buildDeployment(), first.patch);
    const retry = context({ idempotencyKey: 'd1/deploy/2/1' });
    expect(decideApply(after, retry, body).patch).toBeDefined();
  });

  it('starts the pods again for a restart, once per key', () => {
    const body = { version: V1, restart: true };
    const first = decideApply(buildDeployment(), context(), body);
    const after = merge(buildDeployment(), first.patch);
    expect(
      after.spec?.template?.metadata?.annotations?.['slipway.io/restart'],
    ).toMatch(/^[0-9a-f]{16}$/);
    expect(decideApply(after, context(), body).patch).toBeUndefined();
  });

  it('asks which of several containers runs the service', () => {
    const deployment = buildDeployment();
    deployment.spec!.template!.spec!.containers = [
      { name: 'proxy', image: 'proxy:1' },
      { name: 'app', image: DIGEST_1 },
    ];
    expect(() => decideApply(deployment, context(), deploy())).toThrow(
      expect.objectContaining({ code: 'container_not_found' }),
    );
    const { patch } = decideApply(
      deployment,
      context({}, { containers: ['app'] }),
      deploy(),
    );
    expect(patch).toMatchObject({
      spec: {
        template: { spec: { containers: [{ name: 'app', image: DIGEST_2 }] } },
      },
    });
  });

  it('deploys package URLs of images', () => {
    const purl = `pkg:oci/checkout@sha256%3A${'2'.repeat(
      64,
    )}?repository_url=registry.example.com/shop/checkout`;
    const { patch } = decideApply(
      buildDeployment(),
      context(),
      deploy({ name: '2.0.0', artifact: purl }),
    );
    expect(getImage(merge(buildDeployment(), patch))).toBe(DIGEST_2);
  });
});

describe('decideAbort', () => {
  const abort = { idempotencyKey: 'd1/rollback/1' };

  it('restores exactly the template that ran before the first change', () => {
    const before = buildDeployment();
    const first = merge(before, decideApply(before, context(), deploy()).patch);
    const second = merge(
      first,
      decideApply(first, context({ idempotencyKey: 'd1/restart/1/1' }), {
        version: V2,
        restart: true,
      }).patch,
    );
    const restored = merge(second, decideAbort(second, context(abort)).patch);
    expect(getImage(restored)).toBe(DIGEST_1);
    expect(restored.spec?.template?.metadata?.annotations).toEqual({});
  });

  it('changes no pods if the deployment has changed nothing, but fences late requests', () => {
    const { patch, outcome } = decideAbort(
      buildDeployment(),
      context({ ...abort, fence: 5 }),
    );
    expect(outcome).toBeUndefined();
    expect(patch?.spec).toBeUndefined();
    expect(patch?.metadata.annotations).toMatchObject({
      'slipway.io/fence': '5',
    });
  });

  it('leaves alone what somebody else has deployed since', () => {
    const applied = merge(
      buildDeployment(),
      decideApply(buildDeployment(), context(), deploy()).patch,
    );
    applied.spec!.template!.spec!.containers![0]!.image = 'other:1';
    expect(() => decideAbort(applied, context(abort))).toThrow(
      expect.objectContaining({ code: 'overtaken' }),
    );
  });
});

describe('what somebody else has deployed meanwhile', () => {
  const applied = merge(
    buildDeployment(),
    decideApply(buildDeployment(), context(), deploy()).patch,
  );
  applied.spec!.template!.spec!.containers![0]!.image = 'other:1';

  it.each([
    ['a later attempt of the deployment', V2],
    ['its rollback to the version before', V1],
  ])('is not replaced by %s', (_, version) => {
    const later = context({ idempotencyKey: 'd1/later', fence: 2 });
    expect(() => decideApply(applied, later, deploy(version))).toThrow(
      expect.objectContaining({ code: 'overtaken', retryable: false }),
    );
  });
});

describe('a workload of somebody else', () => {
  it('is not even fenced by an abort', () => {
    const foreign = buildDeployment({
      metadata: {
        annotations: {
          'slipway.io/service-environment':
            'component:default/other@production',
        },
      },
    });
    const { patch, outcome } = decideAbort(
      foreign,
      context({ idempotencyKey: 'd1/abort', fence: 9 }),
    );
    expect(patch).toBeUndefined();
    expect(outcome).toBeUndefined();
  });
});

describe('decideRemove', () => {
  it('refuses what a GitOps tool would start again', () => {
    const managed = buildDeployment();
    managed.metadata.labels = {
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    expect(() => decideRemove(managed, context())).toThrow(
      expect.objectContaining({ code: 'managed_elsewhere' }),
    );
  });

  it('scales to zero, and the next deployment scales back', () => {
    const removed = merge(
      buildDeployment(),
      decideRemove(buildDeployment(), context({ idempotencyKey: 'r' })).patch,
    );
    expect(removed.spec?.replicas).toBe(0);
    const applied = merge(
      removed,
      decideApply(removed, context({ deploymentId: 'd2' }), deploy()).patch,
    );
    expect(applied.spec?.replicas).toBe(3);
    expect(applied.metadata.annotations).not.toHaveProperty([
      'slipway.io/replicas',
    ]);
  });

  it('is what an abort of the next deployment returns to', () => {
    const removed = merge(
      buildDeployment(),
      decideRemove(buildDeployment(), context({ idempotencyKey: 'r' })).patch,
    );
    const second = { deploymentId: 'd2', idempotencyKey: 'd2/deploy/1/1' };
    const applied = merge(
      removed,
      decideApply(removed, context(second), deploy()).patch,
    );
    const aborted = merge(
      applied,
      decideAbort(applied, context({ ...second, idempotencyKey: 'd2/abort' }))
        .patch,
    );
    expect(aborted.spec?.replicas).toBe(0);
    expect(aborted.metadata.annotations).toMatchObject({
      'slipway.io/replicas': '3',
    });
  });

  it('does not scale what somebody else has scaled to zero', () => {
    const { patch } = decideApply(
      buildDeployment({ spec: { replicas: 0 } }),
      context(),
      deploy(),
    );
    expect(patch?.spec).not.toHaveProperty('replicas');
  });
});
