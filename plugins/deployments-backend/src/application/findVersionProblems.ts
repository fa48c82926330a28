import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import {
  identifierProblem,
  isWebAddress,
} from '@slipway/backstage-plugin-deployments-common';

/** Finds why a version can't be registered. Each problem is a sentence that starts with the field's path. */
export function findVersionProblems(
  request: Pick<
    RegisterVersionRequest,
    'name' | 'artifact' | 'commits' | 'commitId' | 'flags' | 'changeUrl'
  >,
): string[] {
  const {
    name,
    artifact,
    commits = [],
    commitId,
    flags = [],
    changeUrl,
  } = request;
  const identifiers: [string, string][] = [
    ['name', name],
    ['artifact', artifact],
    ...commits.map(
      ({ id }, index) => [`commits/${index}/id`, id] as [string, string],
    ),
    ...(commitId === undefined
      ? []
      : [['commitId', commitId] as [string, string]]),
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
    // In a URL's path, these names would mean the folder itself or its parent.
    ...(name === '.' || name === '..'
      ? ['name must be more than dots, because it is part of URLs']
      : []),
    ...addresses.flatMap(([field, value]) =>
      value === undefined || isWebAddress(value)
        ? []
        : [
            `${field} must be an http or https address without a user name or password, because everyone who can see the version can see the address`,
          ],
    ),
  ];
}
