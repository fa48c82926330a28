import { readFileSync } from 'node:fs';
import type { Document } from 'openapi-backend';
import { locateSource } from '../../locateSource';

/** Which GitHub a stand-in is. */
export type GitHubProfile = 'github.com' | 'ghes-3.17';

const FILES: Record<GitHubProfile, string> = {
  'github.com': 'github-api-subset.json',
  'ghes-3.17': 'ghes-3.17-api-subset.json',
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Translates what JSON Schema says differently from OpenAPI 3.0: a nullable schema allows null in its enum and among
 * its alternatives.
 */
function allowNull(schema: { [key: string]: Json }): { [key: string]: Json } {
  if (schema.nullable !== true) return schema;
  const { nullable, ...rest } = schema;
  if (Array.isArray(rest.oneOf)) {
    return { ...rest, oneOf: [...rest.oneOf, { enum: [null] }] };
  }
  return Array.isArray(rest.enum) && !rest.enum.includes(null)
    ? { ...schema, enum: [...rest.enum, null] }
    : schema;
}

/** Whether a schema says that a number and a text are both fine, as GitHub does for `workflow_id`. */
function isNumberOrText({ oneOf }: { [key: string]: Json }): boolean {
  return (
    Array.isArray(oneOf) &&
    oneOf.length === 2 &&
    JSON.stringify(oneOf) ===
      JSON.stringify([{ type: 'integer' }, { type: 'string' }])
  );
}

function translate(value: Json): Json {
  if (Array.isArray(value)) return value.map(translate);
  if (value === null || typeof value !== 'object') return value;
  // In a URL, every number is a text as well: exactly one of both can never be true.
  if (isNumberOrText(value)) return { type: 'string' };
  const translated = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, translate(item)]),
  );
  // GitHub's own documentation gives ranges such as `>=2026-01-01` here, which the format excludes.
  if (translated.name === 'created' && translated.in === 'query') {
    return { ...translated, schema: { type: 'string' } };
  }
  return allowNull(translated);
}

/** Reads GitHub's published API description. */
export function loadDescription(profile: GitHubProfile): Document {
  const file = locateSource('github', 'descriptions', FILES[profile]);
  return translate(
    JSON.parse(readFileSync(file, 'utf8')),
  ) as unknown as Document;
}
