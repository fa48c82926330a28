import type {
  Instance,
  Link,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel, LinkModel } from '../model/deploymentsModel';
import { createRenderer } from './renderTemplates';

/** What the links of an environment are about. */
export interface LinkFacts {
  /** Entity ref. */
  service: string;
  environment: Pick<EnvironmentModel, 'name' | 'tier'>;
  version: VersionSummary;
  /** Absent if Slipway didn't deploy the version. */
  deploymentId?: string;
  candidate?: Instance;
  /** The period that the pages should show, in epoch milliseconds. */
  window: { from: number; to: number };
}

const { render } = createRenderer(() => new Map());

/** Fills in the links of an environment. A link that needs a value that doesn't exist, such as a commit, is left out. */
export function fillInLinks(
  links: readonly LinkModel[],
  facts: LinkFacts,
): Link[] {
  const { service, environment, version, candidate, window } = facts;
  return links.flatMap(({ title, url }) => {
    const rendered = render(
      { url },
      {
        id: facts.deploymentId,
        service,
        environment: environment.name,
        inputs: {},
        snapshot: { environment },
      },
      { version, candidate, window },
    );
    return rendered.result === 'rendered' &&
      typeof rendered.value.url === 'string' &&
      isWebAddress(rendered.value.url)
      ? [{ title, url: rendered.value.url }]
      : [];
  });
}

const MARGIN_MS = 5 * 60_000;

/** The period of a deployment's links: from five minutes before it started until five minutes after its end, or until now. */
export function findLinkWindow(
  { startedAt, finishedAt }: { startedAt: number; finishedAt?: number },
  now: number,
): LinkFacts['window'] {
  return {
    from: startedAt - MARGIN_MS,
    to: finishedAt === undefined ? now : Math.min(finishedAt + MARGIN_MS, now),
  };
}
