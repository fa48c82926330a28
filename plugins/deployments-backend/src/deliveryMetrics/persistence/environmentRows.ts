import type { Knex } from 'knex';
import type { EnvironmentNames } from '../normalize/environmentNames';

const DEPLOYMENTS = 'dora_deployments';
const INCIDENTS = 'dora_incidents';

/**
 * Renames the environments of stored rows to app-config's names, and sets a tier where there was none because
 * app-config lacked the environment. Known tiers stay. Afterwards everything derived from the rows has to be derived
 * again.
 */
export async function alignEnvironments(
  trx: Knex.Transaction,
  { getName, getTier }: Pick<EnvironmentNames, 'getName' | 'getTier'>,
): Promise<void> {
  const rows: { environment: string | null }[] = await trx(DEPLOYMENTS)
    .select('environment')
    .union([trx(INCIDENTS).select('environment')]);
  for (const { environment: stored } of rows) {
    if (stored === null) continue;
    const environment = getName(stored);
    if (environment !== stored) {
      for (const table of [DEPLOYMENTS, INCIDENTS]) {
        await trx(table).where({ environment: stored }).update({ environment });
      }
    }
    const tier = getTier(environment);
    if (tier === undefined) continue;
    await trx(DEPLOYMENTS)
      .where({ environment, tier_known: false })
      .update({ tier, tier_known: true });
    await trx(INCIDENTS)
      .where({ environment })
      .whereNull('tier')
      .update({ tier });
  }
}
