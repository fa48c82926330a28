import type { Config } from '@backstage/config';
import { findNearest } from '@slipway/backstage-plugin-deployments-node/config';
import { readAnalyses } from './analyses/readAnalyses';
import { readChecks } from './checks/readChecks';
import { readContacts } from './environments/readContacts';
import { readDora } from './deliveryMetrics/readDora';
import { readEngine } from './readEngine';
import { readEnvironments } from './environments/readEnvironments';
import { readGoldenPaths } from './goldenPaths/readGoldenPaths';
import { collectMistakes, DeploymentsConfigError } from './schema/mistakes';
import { readRetention } from './readRetention';
import { readServices } from './services/readServices';
import { isRecord, readRecord } from './schema/shape';
import type { Mistake, Mistakes } from './schema/mistakes';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from './schema/providerRegistry';

const ROOT = 'deployments';
const SECTIONS = [
  'environments',
  'checks',
  'analyses',
  'goldenPaths',
  'services',
  'secrets',
  'contacts',
  'engine',
  'retention',
  'dora',
];

/**
 * Reads and validates the section `deployments` of app-config. If there are mistakes, throws one `DeploymentsConfigError` that
 * lists them all with their config paths.
 *
 * @param moduleMistakes - What is wrong with the sections of modules, such as `deployments.local`, which they read themselves.
 */
export function readDeploymentsModel(
  config: Config,
  registry: ProviderRegistry,
  moduleMistakes: readonly Mistake[] = [],
): DeploymentsModel {
  const mistakes = collectMistakes();
  const model = readModel(config.getOptional(ROOT) ?? {}, registry, mistakes);
  const found = [...moduleMistakes, ...mistakes.list()];
  if (found.length > 0) {
    throw new DeploymentsConfigError(found);
  }
  return model;
}

function readModel(
  value: unknown,
  registry: ProviderRegistry,
  mistakes: Mistakes,
): DeploymentsModel {
  const sections = isRecord(value) ? value : {};
  if (!isRecord(value)) {
    mistakes.add([ROOT], 'expected an object');
  }
  checkSections(sections, mistakes);

  const secrets = readSecretNames(sections.secrets, mistakes);
  const environments = readEnvironments(
    sections.environments,
    [ROOT, 'environments'],
    { secrets },
    registry,
    mistakes,
  );
  const checks = readChecks(
    sections.checks,
    [ROOT, 'checks'],
    { secrets },
    registry,
    mistakes,
  );
  const analyses = readAnalyses(sections.analyses, [ROOT, 'analyses'], {
    secrets,
    registry,
    mistakes,
  });
  const context = {
    environments,
    environmentNames: namesIn(sections.environments),
    checks,
    checkNames: namesIn(sections.checks),
    analyses,
    analysisNames: namesIn(sections.analyses),
    secrets,
    registry,
    mistakes,
  };
  const services = readServices(sections.services, [ROOT, 'services'], context);
  return {
    environments,
    checks,
    analyses,
    goldenPaths: readGoldenPaths(sections.goldenPaths, [ROOT, 'goldenPaths'], {
      ...context,
      services,
    }),
    services,
    secrets,
    contacts: readContacts(sections.contacts, [ROOT, 'contacts'], mistakes),
    engine: readEngine(sections.engine, [ROOT, 'engine'], mistakes),
    retention: readRetention(sections.retention, [ROOT, 'retention'], mistakes),
    dora: readDora(sections.dora, [ROOT, 'dora'], mistakes),
  };
}

/** Reports misspelt section names, which would otherwise pass for a module's key and be ignored. */
function checkSections(
  sections: Record<string, unknown>,
  mistakes: Mistakes,
): void {
  for (const key of Object.keys(sections)) {
    const near = SECTIONS.includes(key)
      ? undefined
      : findNearest(key, SECTIONS);
    if (near) {
      mistakes.add([ROOT, key], `unknown key; did you mean "${near}"?`);
    }
  }
}

function readSecretNames(value: unknown, mistakes: Mistakes): string[] {
  const path = [ROOT, 'secrets'];
  return readRecord(value, path, mistakes, name =>
    // Backstage can read only these names from config.
    /^[a-z][a-z0-9]*(?:[-_][a-z][a-z0-9]*)*$/i.test(name)
      ? undefined
      : 'is not a name; expected letters and digits, with single dashes or underscores between words',
  ).flatMap(([name, secret]) => {
    if (typeof secret !== 'string' || secret === '') {
      mistakes.add([...path, name], 'expected a string, usually ${NAME}');
    }
    return [name];
  });
}

function namesIn(section: unknown): string[] {
  return isRecord(section)
    ? Object.keys(section).filter(name => section[name] !== null)
    : [];
}
