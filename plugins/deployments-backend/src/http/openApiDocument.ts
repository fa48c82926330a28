import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';

/** The parts of an OpenAPI 3.0 document that this plugin reads itself. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, unknown>>;
  components: {
    parameters: Record<string, unknown>;
    schemas: Record<string, unknown>;
  };
}

const documents = new Map<string, OpenApiDocument>();

/**
 * Reads an OpenAPI document that is published next to the bundle, once.
 *
 * @param file - its name in the package, e.g. `openapi.yaml`
 */
export function readOpenApiDocument(file: string): OpenApiDocument {
  let document = documents.get(file);
  if (!document) {
    const path = resolvePackagePath(
      '@slipway/backstage-plugin-deployments-backend',
      file,
    );
    document = parse(readFileSync(path, 'utf8')) as OpenApiDocument;
    documents.set(file, document);
  }
  return document;
}
