import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import {
  identifierProblem,
  isWebAddress,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * What keeps a version from being registered, one sentence each with the field's path first. Versions that are known
 * already stay as they are.
 */
export function findVersionProblems(
  request: Pick<
    RegisterVersionRequest,
    'name' | 'artifact' | 'commits' | 'flags' | 'changeUrl'
  >,
): string[] {
  const { name, artifact, commits = [], flags = [], changeUrl } = request;
  const identifiers: [string, string][] = [
    ['name', name],
    ['artifact', artifact],
    ...commits.map(
      ({ id }, index) => [`commits/${index}/id`, id] as [string, string],
    ),
    ...flags.map((flag, index) => [`flags/${index}`, flag] as [string, string]),
  ];
  const addresses: [string, string | undefined][] = [
    ['changeUrl', changeUrl],
    ...commits.map(
      ({ url }, index) =>
        [`commits/${index}/url`, url] as [string, string | undefined],
    ),
  ];
  return [
    ...identifiers.flatMap(([field, value]) => {
      const problem = identifierProblem(value);
      return problem ? [`${field} ${problem}`] : [];
    }),
    // They would be a way up in the path of a URL.
    ...(name === '.' || name === '..'
      ? ['name must be more than dots: it stands in URLs']
      : []),
    ...addresses.flatMap(([field, value]) =>
      value === undefined || isWebAddress(value)
        ? []
        : [
            `${field} must be an http or https address without a user name or password: everybody who sees the version sees it`,
          ],
    ),
  ];
}
