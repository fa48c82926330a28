import { identifierProblem } from '@slipway/backstage-plugin-deployments-common';
import { isMovingTag } from '@slipway/backstage-plugin-deployments-node';
import type { ObservedVersion } from './observedVersions';

/** The digest of an image, alone or at the end of a reference. */
const DIGEST = /(?:^|@)(sha(?:256|512):([0-9a-f]{64,128}))$/;
/** A shorter text that starts like the digest may be a name. */
const SHORTEST_DIGEST = 7;
const SHOWN_DIGITS = 12;
/** As in the API. */
const LONGEST_NAME = 200;

/** How to register a running version that nobody has registered. */
export interface RunningVersion {
  artifact: string;
  /** Names for it, the best first; at least one. */
  names: string[];
}

/**
 * Describes a running version for its registration. Its artifact is the spelling with a digest, because a tag can be moved. Its
 * name is the one that the target reports, e.g. from a tag or a label, unless that is part of the digest or a tag that
 * moves; otherwise the start of the digest. Pure.
 */
export function describeRunningVersion({
  artifact,
  spellings,
  versionName,
}: ObservedVersion): RunningVersion {
  const repository = removeTag(artifact);
  const chosen = DIGEST.test(artifact)
    ? artifact
    : spellings.find(spelling => spelling.startsWith(`${repository}@`)) ??
      artifact;
  const digests = [chosen, ...spellings].flatMap(
    spelling => DIGEST.exec(spelling) ?? [],
  );
  const [, digest] = DIGEST.exec(chosen) ?? [];
  const isDigest = digests.some(
    it =>
      versionName.length >= SHORTEST_DIGEST &&
      (it.startsWith(versionName) || it.startsWith(`sha256:${versionName}`)),
  );
  const isName =
    !isDigest &&
    !isMovingTag(versionName) &&
    versionName.length <= LONGEST_NAME &&
    !/^\.{1,2}$/.test(versionName) &&
    identifierProblem(versionName) === undefined;
  const algorithmLength = (digest?.indexOf(':') ?? 0) + 1;
  const short = digest?.slice(0, algorithmLength + SHOWN_DIGITS);
  const fallback = artifact.slice(-LONGEST_NAME);
  return {
    artifact: chosen,
    names: [
      ...(isName ? [versionName] : []),
      ...(short === undefined ? [] : [short]),
      ...(isName || short !== undefined ? [] : [fallback]),
    ],
  };
}

/** The colon of a port is followed by a path. */
function removeTag(reference: string): string {
  return reference.replace(/:[^:/@]+$/, '');
}
