import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { createAnnotateAction } from './annotate';

const FILE = `# The shop's services
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  annotations:
    slipway/golden-path: rolling # for now
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: Payments, namespace: shop }
`;

describe('deployments:annotate', () => {
  const workspace = createMockDirectory({
    content: { 'catalog-info.yaml': FILE, 'other.yaml': 'nothing: here\n' },
  });

  async function annotate(service: string, path?: string) {
    const annotations = { 'slipway/golden-path': 'canary' };
    await createAnnotateAction().handler({
      input: { service, annotations, path },
      workspacePath: workspace.path,
      logger: mockServices.logger.mock(),
    } as any);
    const { 'catalog-info.yaml': text } = workspace.content() as {
      'catalog-info.yaml': string;
    };
    return text;
  }

  beforeEach(() =>
    workspace.setContent({
      'catalog-info.yaml': FILE,
      'other.yaml': 'nothing: here\n',
    }),
  );

  it('replaces an annotation and leaves the rest of the file alone', async () => {
    expect(await annotate('checkout')).toBe(
      FILE.replace('path: rolling', 'path: canary'),
    );
  });

  it('finds an entity by its ref in any case, and adds annotations', async () => {
    expect(await annotate('component:SHOP/payments')).toBe(
      FILE.replace(
        'namespace: shop }',
        'namespace: shop, annotations: { slipway/golden-path: canary } }',
      ),
    );
  });

  it('names the entities of the file if the service is not there', async () => {
    await expect(annotate('cart')).rejects.toThrow(
      'catalog-info.yaml has no component:default/cart. It has: component:default/checkout, component:shop/payments.',
    );
    await expect(annotate('cart', 'other.yaml')).rejects.toThrow(
      'It has: nothing.',
    );
  });

  it('says what to do without a file, and reads none outside of the workspace', async () => {
    await expect(annotate('checkout', 'catalog.yaml')).rejects.toThrow(
      'There is no catalog.yaml in the workspace. Fetch it in a step before',
    );
    await expect(annotate('checkout', '../outside.yaml')).rejects.toThrow(
      'Relative path is not allowed',
    );
  });
});
