import { parseAllDocuments } from 'yaml';
import { renderRole } from './renderRole';

describe('renderRole', () => {
  it('grants what a deployment needs in one namespace, and nothing more', () => {
    const [role, binding] = parseAllDocuments(
      renderRole({ namespace: 'shop', kind: 'Deployment', purpose: 'deploy' }),
    ).map(document => document.toJS());
    expect(role).toMatchObject({
      kind: 'Role',
      metadata: { namespace: 'shop' },
    });
    const verbs = role.rules.flatMap((rule: { verbs: string[] }) => rule.verbs);
    expect(new Set(verbs)).toEqual(new Set(['get', 'list', 'patch']));
    const resources = role.rules.flatMap(
      (rule: { resources: string[] }) => rule.resources,
    );
    expect(resources).not.toContain('secrets');
    expect(binding).toMatchObject({
      kind: 'RoleBinding',
      roleRef: { name: role.metadata.name },
      subjects: [
        { kind: 'ServiceAccount', name: 'slipway', namespace: 'slipway' },
      ],
    });
  });

  it('grants what slots need, in a role of its own', () => {
    const render = (options: {
      route?: { name: string; regularExpressions: boolean };
    }) =>
      parseAllDocuments(
        renderRole({
          namespace: 'shop',
          kind: 'Deployment',
          mode: 'slots',
          purpose: 'deploy',
          ...options,
        }),
      )[0]?.toJS();
    const role = render({});
    expect(role.metadata.name).toBe('slipway-slots-deployer');
    expect(role.rules).toContainEqual({
      apiGroups: [''],
      resources: ['services'],
      verbs: ['create', 'patch'],
    });
    expect(JSON.stringify(role.rules)).not.toMatch(/httproutes|delete/);
    const route = { name: 'checkout', regularExpressions: false };
    expect(render({ route }).rules).toContainEqual({
      apiGroups: ['gateway.networking.k8s.io'],
      resources: ['httproutes'],
      verbs: ['patch'],
    });
  });

  it.each([
    ['StatefulSet', 'deploy'],
    ['Deployment', 'observe'],
  ] as const)('grants no write access to a %s to %s', (kind, purpose) => {
    const text = renderRole({ namespace: 'shop', kind, purpose });
    expect(text).toContain(`name: slipway-${kind.toLowerCase()}-observer`);
    expect(text).toContain('- list');
    expect(text).not.toContain('patch');
  });
});
