import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import { normalizeImage } from '@slipway/backstage-plugin-deployments-node';
import type { ImageFacts } from '../registry/readImageFacts';
import { chooseTag, compareTags } from './compareTags';

/** An image with the tags that point to it. */
export interface TaggedImage {
  digest: string;
  tags: string[];
  facts: ImageFacts;
}

/**
 * Makes versions of images: one for each, named by one of its tags, newest first. Pure.
 *
 * @param reference - Registry and repository, e.g. `registry.example.com/shop/checkout`.
 */
export function toVersions(
  reference: string,
  images: readonly TaggedImage[],
  newest: number,
): RegisterVersionRequest[] {
  return images
    .flatMap(({ digest, tags, facts }) => {
      const name = chooseTag(tags, facts.version);
      const artifact = normalizeImage(`${reference}@${digest}`);
      return name === undefined || artifact === undefined
        ? []
        : [{ name, artifact, facts }];
    })
    .sort(
      (a, b) =>
        (b.facts.createdAt ?? 0) - (a.facts.createdAt ?? 0) ||
        compareTags(a.name, b.name),
    )
    .slice(0, newest)
    .map(({ name, artifact, facts: { createdAt, revision } }) => ({
      name,
      artifact,
      ...(revision === undefined ? {} : { commits: [{ id: revision }] }),
      ...(createdAt === undefined
        ? {}
        : { createdAt: new Date(createdAt).toISOString() }),
    }));
}
