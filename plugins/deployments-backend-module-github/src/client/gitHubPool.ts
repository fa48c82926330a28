import type { Config } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  EffectError,
  redactText,
} from '@slipway/backstage-plugin-deployments-node';
import { GitHubClient } from './gitHubClient';
import { GitHubError } from './gitHubError';

/** The GitHubs that Backstage is connected to. */
export interface GitHubPool {
  /** Hosts in `integrations.github`, e.g. `github.com`. */
  readonly hosts: readonly string[];
  /** Returns the client for a host. @throws EffectError `not_configured` that names the known hosts. */
  find(host: string): GitHubClient;
  /** Closes all connections. */
  close(): void;
}

/** Reads `integrations.github`, with tokens and apps as the rest of Backstage uses them. */
export function createGitHubPool(config: Config): GitHubPool {
  const integrations = ScmIntegrations.fromConfig(config);
  const credentials =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const clients = new Map<string, GitHubClient>();
  for (const { config: github } of integrations.github.list()) {
    const { host, apiBaseUrl = guessApiBaseUrl(host) } = github;
    clients.set(
      host,
      new GitHubClient({
        host,
        apiBaseUrl,
        async loadHeaders(repository) {
          try {
            const { headers, token } = await credentials.getCredentials({
              url: `https://${host}/${repository}`,
            });
            return token ? headers : undefined;
          } catch (error) {
            throw new GitHubError(
              redactText(
                `integrations.github has no credential for ${repository} on ${host}: ${
                  error instanceof Error ? error.message : String(error)
                }`,
              ),
              { kind: 'uncredentialed' },
            );
          }
        },
      }),
    );
  }
  const hosts = [...clients.keys()];
  return {
    hosts,
    find(host) {
      const client = clients.get(host);
      if (client) return client;
      throw new EffectError(
        `integrations.github has no entry with the host ${host}. Known: ${hosts.join(
          ', ',
        )}`,
        { code: 'not_configured', retryable: false, notSent: true },
      );
    },
    close: () => clients.forEach(client => client.close()),
  };
}

/** The API's address on a host for which `apiBaseUrl` is not configured. */
function guessApiBaseUrl(host: string): string {
  return host.endsWith('.ghe.com')
    ? `https://api.${host}`
    : `https://${host}/api/v3`;
}
