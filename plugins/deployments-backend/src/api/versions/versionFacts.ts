import type {
  RegisterVersionRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * Lists the fields in which a request differs from the registered version. Omitted fields do not count, because a
 * repeated CI job may know less than the first one.
 */
export function factsThatDiffer(
  known: Version,
  request: RegisterVersionRequest,
): string[] {
  const differing: string[] = [];
  if (request.name !== known.name) differing.push('name');
  if (
    request.commits &&
    !sameTexts(
      request.commits.map(({ id }) => id),
      known.commits.map(({ id }) => id),
    )
  ) {
    differing.push('commits');
  }
  if (
    request.changeUrl !== undefined &&
    request.changeUrl !== known.changeUrl
  ) {
    differing.push('changeUrl');
  }
  if (
    request.flags &&
    !sameTexts([...request.flags].sort(), [...known.flags].sort())
  ) {
    differing.push('flags');
  }
  return differing;
}

function sameTexts(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
