import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';

const FOREIGN = {
  person: 'a person wrote it',
  system: 'another system or a provider wrote it',
  config: 'it comes from app-config or from the catalog',
} as const;
const SPOKEN = {
  data: 'the portal says it from the data next to it',
  hidden: 'the portal does not show it',
  code: 'it is a code itself',
} as const;
const OPEN = {
  english: 'it is shown in English: it explains a refusal or a mistake',
} as const;
const REASONS = { ...FOREIGN, ...SPOKEN, ...OPEN };

/**
 * All free texts of the API, each with the field next to it that has its codes, or with the reason why it has none. A new text that
 * the portal shows gets codes: `sentences`, or one sentence.
 */
const TEXTS: Record<string, keyof typeof REASONS | { codes: string }> = {
  'AllowedCommand.consequence': { codes: 'sentences' },
  'AllowedCommand.label': { codes: 'labelSentence' },
  'AllowedCommand.refusal': { codes: 'refusalSentences' },
  'AnalysisMetric.message': 'system',
  'Approval.reason': 'person',
  'AuditEntry.reason': 'person',
  'AwaitedDecision.evidence.message': 'data',
  'Blocker.hint': { codes: 'hintSentence' },
  'Blocker.message': { codes: 'code' },
  'CheckState.message': { codes: 'messageSentences' },
  'CheckValue.message': { codes: 'sentences' },
  'CheckValue.text': 'system',
  'CommandOutcome.message': 'english',
  'Commit.message': 'person',
  'DeploymentEvent.message': { codes: 'sentences' },
  'DeploymentFailure.message': { codes: 'sentences' },
  'DeploymentSummary.cause': 'code',
  'DeploymentSummary.message': { codes: 'sentences' },
  'DeploymentSummary.reason': 'person',
  'DoraCard.warnings': { codes: 'warningSentences' },
  'DoraPeriod.label': 'data',
  'DoraRow.why': { codes: 'whySentence' },
  'Drift.message': 'data',
  'EngineHealthReason.message': { codes: 'sentences' },
  'EngineStuck.cause': { codes: 'causeSentences' },
  'Environment.description': 'config',
  'EnvironmentRollback.message': { codes: 'sentences' },
  'EnvironmentState.health.message': { codes: 'sentences' },
  'EnvironmentState.restarts.events.message': 'system',
  'Error.error.message': { codes: 'sentences' },
  'FollowUp.message': { codes: 'sentences' },
  'GoldenPath.description': 'config',
  'Hold.reason': { codes: 'sentences' },
  'IngestResponse.results.reason': 'hidden',
  'IngestedEvent.reason': 'english',
  'Measurement.message': { codes: 'sentences' },
  'Measurement.text': 'system',
  'Plan.refusal.message': { codes: 'sentences' },
  'Plan.warnings': { codes: 'warningSentences' },
  'PlannedStep.description': { codes: 'descriptionSentences' },
  'Problem.message': { codes: 'code' },
  'ReasonRequest.reason': 'person',
  'ReplayRequest.match.text': 'person',
  'ReplayResponse.results.reason': 'english',
  'RollbackRun.message': { codes: 'sentences' },
  'RollbackStepRun.message': { codes: 'messageSentences' },
  'RollbackStepRun.title': { codes: 'sentences' },
  'RollbackVersion.refusal': { codes: 'refusalSentence' },
  'StepError.message': { codes: 'sentences' },
  'StepRun.message': { codes: 'messageSentences' },
  'Version.caution.message': { codes: 'sentences' },
  'Version.quarantined.reason': 'person',
  'VersionProposal.reason': { codes: 'sentences' },
  'Watch.checks.message': 'system',
  'Watch.reason': { codes: 'sentences' },
  'Watch.response.why': 'hidden',
  'Window.reason': 'config',
  'WorkloadCandidate.missing.message': { codes: 'code' },
  'WorkloadCandidate.missing.remedy.text': 'english',
  'WorkloadCandidate.reason': 'english',
};

interface Schema {
  type?: string;
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
}

/** Names of properties that are sentences or labels. Titles and names of things are those of their owners. */
const TEXT_NAMES =
  /^(message|reason|label|consequence|refusal|hint|why|detail|text|description|summary|explanation|advice|note|warnings?|problem|cause)$/;

function isText({ type, format, enum: values, items }: Schema): boolean {
  return type === 'array'
    ? items !== undefined && isText(items)
    : type === 'string' && !format && !values;
}

/** Lists free texts as `Schema.property`, with the names of the properties next to each. */
function listTexts(
  schema: Schema,
  path: string,
): { path: string; siblings: string[] }[] {
  const { properties = {}, items, allOf, oneOf, anyOf } = schema;
  const { additionalProperties } = schema;
  const siblings = Object.keys(properties);
  return [
    ...Object.entries(properties).flatMap(([name, value]) => [
      ...(TEXT_NAMES.test(name) && isText(value)
        ? [{ path: `${path}.${name}`, siblings }]
        : []),
      ...listTexts(value, `${path}.${name}`),
    ]),
    ...[
      items,
      ...(allOf ?? []),
      ...(oneOf ?? []),
      ...(anyOf ?? []),
      typeof additionalProperties === 'object'
        ? additionalProperties
        : undefined,
    ].flatMap(inner => (inner ? listTexts(inner, path) : [])),
  ];
}

const { components } = parse(
  readFileSync(
    resolvePackagePath(
      '@slipway/backstage-plugin-deployments-backend',
      'openapi.yaml',
    ),
    'utf8',
  ),
) as { components: { schemas: Record<string, Schema> } };
const texts = Object.entries(components.schemas).flatMap(([name, schema]) =>
  listTexts(schema, name),
);

describe('free texts of the API', () => {
  it('all have codes or a reason why they have none', () => {
    const titles = ['RollbackStepRun.title'];
    expect([...new Set([...texts.map(({ path }) => path), ...titles])].sort())
      // Add a new text to TEXTS.
      .toEqual(Object.keys(TEXTS).sort());
  });

  it.each(
    Object.entries(TEXTS).flatMap(([path, entry]) =>
      typeof entry === 'object' ? [[path, entry.codes] as const] : [],
    ),
  )('%s has its codes in %s', (path, codes) => {
    const [name] = path.split('.');
    const found = texts.find(text => text.path === path);
    const siblings =
      found?.siblings ??
      Object.keys(components.schemas[name]?.properties ?? {});
    expect(siblings).toContain(codes);
  });
});
