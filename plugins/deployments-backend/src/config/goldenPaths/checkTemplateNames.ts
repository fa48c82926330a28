import { didYouMean } from '@slipway/backstage-plugin-deployments-node/config';
import {
  CHECK_TEMPLATE_NAMES,
  METRIC_TEMPLATE_NAMES,
  TEMPLATE_NAMES,
} from '../schema/vocabulary';
import type { TemplateUse } from '../schema/listTemplateUses';
import type { Mistakes } from '../schema/mistakes';

const NAMES_OF = {
  step: TEMPLATE_NAMES,
  check: CHECK_TEMPLATE_NAMES,
  metric: METRIC_TEMPLATE_NAMES,
};

/**
 * Adds a mistake for each unknown name. `inputs`: the declared inputs; `undefined` if they are not known yet, as in a
 * check, which any golden path may use.
 */
export function checkTemplateNames(
  uses: TemplateUse[],
  known: {
    inputs: readonly string[] | undefined;
    secrets: readonly string[];
    of: 'step' | 'check' | 'metric';
  },
  mistakes: Mistakes,
): void {
  const names = [
    ...NAMES_OF[known.of],
    ...(known.inputs ?? []).map(name => `inputs.${name}`),
    ...known.secrets.map(name => `secrets.${name}`),
  ];
  for (const { name, path } of uses) {
    const isLaterInput = !known.inputs && name.startsWith('inputs.');
    if (!isLaterInput && !names.includes(name)) {
      mistakes.add(
        path,
        `unknown name {{ ${name} }}${hint(name)}${didYouMean(name, names)}`,
      );
    }
  }
}

function hint(name: string): string {
  if (name.startsWith('inputs.')) {
    return ' (a path declares its inputs under "inputs")';
  }
  if (name === 'service.url' || /^window\b/.test(name)) {
    return ' (only checks know it)';
  }
  if (name.startsWith('measured.')) {
    return ' (only metrics of an analysis know it)';
  }
  if (name.startsWith('secrets.')) {
    return ' (secrets are declared under deployments.secrets)';
  }
  return '';
}
