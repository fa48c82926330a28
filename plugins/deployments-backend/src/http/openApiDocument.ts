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

let document: OpenApiDocument | undefined;

/** Reads `openapi.yaml`, which is published next to the bundle. The file is read once. */
export function readOpenApiDocument(): OpenApiDocument {
  document ??= parse(
    readFileSync(
      resolvePackagePath(
        '@slipway/backstage-plugin-deployments-backend',
        'openapi.yaml',
      ),
      'utf8',
    ),
  ) as OpenApiDocument;
  return document;
}
