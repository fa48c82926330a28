import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import {
  type ConfigPath,
  didYouMean,
  listKnownKeys,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { NO_ANALYSIS } from '../analyses/readAnalyses';
import { listTemplateUses } from '../schema/listTemplateUses';
import { collectMistakes } from '../schema/mistakes';
import type { Mistakes } from '../schema/mistakes';
import { isRecord } from '../schema/shape';
import { checkTemplateNames } from './checkTemplateNames';

interface AnalysisNamesContext {
  /** The valid analyses. */
  analyses: Readonly<Record<string, AnalysisModel>>;
  /** The names of all analyses, invalid ones included, so that a mistake in one is reported only once. */
  analysisNames: readonly string[];
  secrets: readonly string[];
  conditions: { inputs: ReadonlyMap<string, unknown> };
  mistakes: Mistakes;
}

/**
 * Reads the names of the analyses that a step uses: the key `analysis` of the step and of its stages. Reports unknown
 * ones, and inputs of their metrics that the golden path doesn't declare.
 */
export function readAnalysisNames(
  settings: Record<string, unknown>,
  kind: StepKind,
  path: ConfigPath,
  context: AnalysisNamesContext,
): string[] {
  if (!listKnownKeys(kind.schema, [])?.includes('analysis')) return [];
  const { analyses, analysisNames, mistakes } = context;
  const names = new Set<string>();
  for (const { name, path: here } of listUses(settings, path)) {
    if (!analysisNames.includes(name)) {
      mistakes.add(
        here,
        `unknown analysis "${name}"${didYouMean(name, analysisNames)}`,
      );
      continue;
    }
    names.add(name);
    const sources = Object.values(analyses[name]?.sources ?? {});
    checkTemplateNames(
      // All other names were checked at its declaration.
      sources
        .flatMap(source =>
          listTemplateUses(source.with, here, collectMistakes()),
        )
        .filter(use => use.name.startsWith('inputs.'))
        .map(use => ({ ...use, path: here })),
      {
        inputs: [...context.conditions.inputs.keys()],
        secrets: context.secrets,
        of: 'metric',
      },
      mistakes,
    );
  }
  return [...names];
}

function listUses(
  settings: Record<string, unknown>,
  path: ConfigPath,
): { name: string; path: ConfigPath }[] {
  const stages = Array.isArray(settings.stages) ? settings.stages : [];
  const written = [
    { value: settings.analysis, path: [...path, 'analysis'] },
    ...stages.map((stage: unknown, index) => ({
      value: isRecord(stage) ? stage.analysis : undefined,
      path: [...path, 'stages', index, 'analysis'],
    })),
  ];
  return written.flatMap(({ value, path: here }) =>
    typeof value === 'string' && value !== NO_ANALYSIS
      ? [{ name: value, path: here }]
      : [],
  );
}
