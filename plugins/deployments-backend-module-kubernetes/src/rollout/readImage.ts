import {
  EffectError,
  normalizeImage,
  type TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';

/**
 * Finds the image of an artifact, which is an image reference or a package URL of the type `oci`, e.g.
 * `pkg:oci/checkout@sha256:…?repository_url=registry.example.com/payments/checkout`.
 *
 * @returns The reference, spelled as `normalizeImage` does; `undefined` if the artifact is not an image.
 */
export function findImage(artifact: string): string | undefined {
  return normalizeImage(toReference(artifact) ?? artifact);
}

/**
 * Finds the image of a version.
 *
 * @throws EffectError `not_an_image`.
 */
export function readImage({ name, artifact }: TargetVersion): string {
  const image = findImage(artifact);
  if (!image) {
    throw new EffectError(
      `${name} can't be deployed to Kubernetes: its artifact "${artifact.slice(
        0,
        200,
      )}" is not an image. Register it as registry/repository@sha256:….`,
      { code: 'not_an_image', retryable: false, notSent: true },
    );
  }
  return image;
}

function toReference(artifact: string): string | undefined {
  const match = /^pkg:oci\/([^@?#]+)@([^?#]+)(?:\?([^#]*))?/.exec(artifact);
  if (!match) return undefined;
  const [, name = '', digest = '', query = ''] = match;
  try {
    const repository =
      new URLSearchParams(query).get('repository_url') ??
      decodeURIComponent(name);
    return `${repository}@${decodeURIComponent(digest)}`;
  } catch {
    return undefined;
  }
}
