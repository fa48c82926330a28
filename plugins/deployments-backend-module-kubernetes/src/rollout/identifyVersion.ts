import {
  normalizeImage,
  type ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { PodTemplate } from '../client/kubernetesObjects';
import { ARTIFACT, VERSION } from './annotations';
import { findImage } from './readImage';

/**
 * Says which version a pod or a pod template runs. Slipway writes the version's name and artifact next to the image; where
 * they don't fit the image, somebody else has changed it, and the image decides.
 *
 * @param container - The container that runs the service; the first if there is none of this name.
 * @param imageIds - What the nodes report as the images of this container.
 */
export function identifyVersion(
  { metadata, spec }: PodTemplate,
  container: string | undefined,
  imageIds: readonly string[] = [],
): Pick<
  ObservedInstance,
  'artifact' | 'aliases' | 'versionName' | 'isNameDerived'
> {
  const containers = spec?.containers ?? [];
  const { image = '' } =
    containers.find(({ name }) => name === container) ?? containers[0] ?? {};
  const normalized = normalizeImage(image) ?? image;
  const registered = metadata?.annotations?.[ARTIFACT];
  const isOurs =
    registered !== undefined && findImage(registered) === normalized;
  const artifact = isOurs ? registered : normalized;
  const aliases = new Set([
    normalized,
    ...imageIds.flatMap(imageId => normalizeImage(imageId) ?? []),
  ]);
  aliases.delete(artifact);
  const name =
    (isOurs ? metadata?.annotations?.[VERSION] : undefined) ??
    metadata?.labels?.['app.kubernetes.io/version'];
  return {
    artifact,
    ...(aliases.size > 0 ? { aliases: [...aliases].sort() } : {}),
    ...(name
      ? { versionName: name }
      : { versionName: nameByImage(image), isNameDerived: true }),
  };
}

/** The image's tag, else the start of its digest. */
function nameByImage(image: string): string {
  const [reference = '', digest] = image.split('@');
  const tag = /:(\w[\w.-]*)$/.exec(reference)?.[1];
  return tag ?? digest?.slice(0, 'sha256:'.length + 12) ?? 'latest';
}
