import { readFile, writeFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { type Document, parseAllDocuments } from 'yaml';
import { toServiceRef } from './actionDeps';

/** Creates the action `deployments:annotate`. It changes only the workspace, in a dry run as well. */
export function createAnnotateAction() {
  return createTemplateAction({
    id: 'deployments:annotate',
    description:
      'Sets annotations of a service in a catalog file of the workspace. Everything else in the file stays, with its comments.',
    supportsDryRun: true,
    schema: {
      input: {
        service: z =>
          z
            .string()
            .describe('Entity ref of the service, or the name of a component'),
        annotations: z =>
          z
            .record(z.string())
            .describe('Values by annotation, e.g. slipway/golden-path: canary'),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'The catalog file, relative to the workspace; catalog-info.yaml if absent',
            ),
      },
    },
    async handler({ input, workspacePath, logger }) {
      const { service, annotations, path = 'catalog-info.yaml' } = input;
      const file = resolveSafeChildPath(workspacePath, path);
      const text = await readFile(file, 'utf8').catch(() => {
        throw new InputError(
          `There is no ${path} in the workspace. Fetch it in a step before, or name another file in the input path.`,
        );
      });
      await writeFile(file, annotate(text, { path, service, annotations }));
      logger.info(`${path} has the annotations of ${service}.`);
    },
  });
}

function annotate(
  text: string,
  change: {
    path: string;
    service: string;
    annotations: Record<string, string>;
  },
): string {
  const documents = parseAllDocuments(text);
  const ref = stringifyEntityRef(parseEntityRef(toServiceRef(change.service)));
  const refs = documents.map(readRef);
  const document = documents[refs.indexOf(ref)];
  if (!document) {
    throw new InputError(
      `${change.path} has no ${ref}. It has: ${
        refs.filter(Boolean).join(', ') || 'nothing'
      }. Name the service's catalog file in the input path.`,
    );
  }
  for (const [key, value] of Object.entries(change.annotations)) {
    document.setIn(['metadata', 'annotations', key], value);
  }
  return documents.map(it => it.toString({ lineWidth: 0 })).join('');
}

/** The ref of the entity in a document; `undefined` if it isn't an entity. */
function readRef(document: Document): string | undefined {
  const entity = document.toJS();
  return typeof entity?.kind === 'string' &&
    typeof entity.metadata?.name === 'string'
    ? stringifyEntityRef(entity)
    : undefined;
}
