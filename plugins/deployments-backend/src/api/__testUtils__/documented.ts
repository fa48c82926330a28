import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Response } from 'supertest';
import type { paths } from '@slipway/backstage-plugin-deployments-common/openapi';
import { readOpenApiDocument } from '../../http/openApiDocument';

const spec = readOpenApiDocument();
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema(spec, 'spec');
const compiled = new Map<string, ValidateFunction>();

/** Lists the differences between a response and the OpenAPI document; empty if it matches. */
export function mismatches(
  path: keyof paths,
  method: string,
  response: Pick<Response, 'status' | 'body'>,
): string[] {
  const item = spec.paths[path] as Record<
    string,
    { responses?: Record<string, unknown> }
  >;
  const responses = item[method]?.responses ?? {};
  if (!(response.status in responses)) {
    return [`${method} ${path} does not document status ${response.status}`];
  }
  const escaped = path.replace(/~/g, '~0').replace(/\//g, '~1');
  const declared = JSON.stringify(responses[response.status]).includes(
    '$ref":"#/components/responses',
  )
    ? `spec#/components/schemas/Error`
    : `spec#/paths/${encodeURIComponent(escaped)}/${method}/responses/${
        response.status
      }/content/application~1json/schema`;
  let validate = compiled.get(declared);
  if (!validate) {
    validate = ajv.compile({ $ref: declared });
    compiled.set(declared, validate);
  }
  return validate(response.body)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message}`,
      );
}
