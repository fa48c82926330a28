import Typography from '@material-ui/core/Typography';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  formatValueBeside,
  localizeValues,
} from '../../../shared/format/value';
import { VerdictLabel } from '../../../shared/labels/StatusLabels';
import { listThresholdValues } from '../checks/checkFigures';
import { useResultTable } from './useResultTable';

/**
 * Each check of an ended deployment with its worst value, or how many measurements passed if it has none, and its threshold.
 * Nothing if no check was measured.
 */
export function CheckResults(props: {
  deployment: Deployment;
  className?: string;
}) {
  const { steps } = props.deployment;
  const { t } = useTranslation();
  const table = useResultTable();
  const results = steps.flatMap(step =>
    step.checks.flatMap(rule => {
      const state = step.checkStates?.find(({ name }) => name === rule.name);
      return state ? [{ step, rule, state }] : [];
    }),
  );
  if (results.length === 0) {
    return null;
  }
  return (
    <section className={props.className}>
      <Typography variant="subtitle2" component="h2">
        {t('summary.checks.title')}
      </Typography>
      <table className={table.root} aria-label={t('summary.checks.title')}>
        <thead>
          <tr>
            <th scope="col">{t('summary.checks.check')}</th>
            <th scope="col">{t('summary.checks.measured')}</th>
            <th scope="col">{t('summary.checks.needs')}</th>
            <th scope="col">{t('summary.checks.result')}</th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ step, rule, state }) => (
            <tr key={`${step.id}/${rule.name}`}>
              <th scope="row">
                {rule.name} · {step.title}
              </th>
              <td className={table.figure}>
                {state.worst?.value === undefined
                  ? t('summary.checks.counts', {
                      passed: String(state.passed),
                      total: String(
                        state.passed +
                          state.failed +
                          state.errors +
                          state.noData,
                      ),
                    })
                  : t('summary.checks.worst', {
                      value: formatValueBeside(
                        state.worst.value,
                        listThresholdValues(rule.threshold),
                        rule.unit,
                      ),
                    })}
              </td>
              <td>{localizeValues(rule.condition) || '–'}</td>
              <td>
                {state.verdict ? <VerdictLabel verdict={state.verdict} /> : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
