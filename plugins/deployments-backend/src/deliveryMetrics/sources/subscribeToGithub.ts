import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import type { DoraIngestion } from '../ingestion/ingestion';
import { translateGithub } from './github';
import { ingestAll } from './ingestAll';

/** The topic to which the GitHub module of Backstage's events plugin publishes webhooks, once it has checked them. */
const GITHUB_TOPIC = 'github';

/** Takes what Backstage's events plugin receives of GitHub, for the sources that want it. */
export async function subscribeToGithub(options: {
  events: EventsService;
  sources: readonly DoraSourceModel[];
  ingestion: Pick<DoraIngestion, 'ingest'>;
  logger: LoggerService;
}): Promise<void> {
  const { events, sources, ingestion, logger } = options;
  for (const source of sources) {
    if (source.type !== 'github' || !source.events) continue;
    await events.subscribe({
      id: `deployments-dora-${source.name}`,
      topics: [GITHUB_TOPIC],
      async onEvent({ eventPayload, metadata }) {
        const name = metadata?.['x-github-event']?.toString() ?? '';
        try {
          const reported = translateGithub(name, eventPayload, source);
          await ingestAll(ingestion, source.name, reported.events);
        } catch (error) {
          // Nobody sends it again; GitHub's redelivery does, by hand.
          logger.error(
            `An event ${name} of ${
              source.name
            } could not be taken into the metrics: ${stringifyError(error)}`,
          );
        }
      },
    });
  }
}
