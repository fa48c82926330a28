import { parseJson } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const CONFIG_TYPES = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** All four must be named: registries answer 404 for what exists, or convert it, if its type is missing. */
export const MANIFEST_ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ');
export const CONFIG_ACCEPT = [...CONFIG_TYPES, '*/*'].join(', ');

/** Digest of a manifest or a blob. */
export const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Programs write empty maps as `null`. */
const annotations = z.record(z.string(), z.string()).nullish();

const descriptorSchema = z.object({
  mediaType: z.string().nullish(),
  digest: z.string().regex(DIGEST),
  platform: z
    .object({ os: z.string().nullish(), architecture: z.string().nullish() })
    .nullish(),
  annotations,
});

const documentSchema = z.object({
  mediaType: z.string().nullish(),
  manifests: z.array(descriptorSchema).max(1_000).nullish(),
  config: descriptorSchema.nullish(),
  annotations,
});

const configSchema = z.object({
  created: z.string().nullish(),
  config: z.object({ Labels: annotations }).nullish(),
});

export const tagListSchema = z.object({
  tags: z.array(z.string()).nullish(),
});

export type Descriptor = z.infer<typeof descriptorSchema>;
export type ImageConfig = z.infer<typeof configSchema>;

/** An image, or an index that lists images for several platforms. */
export type ImageDocument =
  | { kind: 'index'; manifests: Descriptor[]; annotations: Texts }
  | { kind: 'manifest'; config: Descriptor; annotations: Texts };

export type Texts = Record<string, string>;

/**
 * Reads an index or a manifest of either format.
 *
 * @param contentType - Of the response; without it, the document says what it is.
 * @throws Error that says what is wrong, as the end of a sentence that begins with the image.
 */
export function parseImageDocument(
  text: string,
  contentType: string | undefined,
): ImageDocument {
  const document = parseDocument(text, documentSchema);
  const type =
    document.mediaType ?? contentType?.split(';')[0]?.trim().toLowerCase();
  const { manifests, config } = document;
  if (manifests && (!config || INDEX_TYPES.includes(type ?? ''))) {
    return {
      kind: 'index',
      manifests,
      annotations: document.annotations ?? {},
    };
  }
  if (config) {
    return {
      kind: 'manifest',
      config,
      annotations: document.annotations ?? {},
    };
  }
  throw new Error('is neither an image nor an image index');
}

/** Reads the configuration of an image. Throws as `parseImageDocument`. */
export function parseImageConfig(text: string): ImageConfig {
  return parseDocument(text, configSchema);
}

/** Whether a blob is the configuration of an image, and not that of a chart or another kind of artifact. */
export function isImageConfig({ mediaType }: Descriptor): boolean {
  return CONFIG_TYPES.includes(mediaType ?? '');
}

/** Parses a text by a schema. The error names what is wrong, without the content. */
export function parseDocument<T>(text: string, schema: z.ZodType<T>): T {
  const value = parseJson(text);
  if (value === undefined) throw new Error('is not JSON');
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join('.');
    throw new Error(
      `has an unexpected format${path ? ` at "${path}"` : ''}: ${
        issue?.message
      }`,
    );
  }
  return parsed.data;
}
