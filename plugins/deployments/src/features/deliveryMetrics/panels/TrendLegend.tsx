import { useTheme } from '@material-ui/core/styles';
import { useTranslation } from '../../../i18n/useTranslation';
import { ChartLegend, LineKey } from '../../../shared/charts/ChartLegend';

/** Explains the target's line. */
export function TargetLegend(props: { target: string }) {
  const { palette } = useTheme();
  return (
    <ChartLegend>
      <li>
        <LineKey colour={palette.status.ok} dashes="6 4" />
        {props.target}
      </li>
    </ChartLegend>
  );
}

/** Explains the lines of a chart. */
export function TrendLegend(props: {
  withPercentiles: boolean;
  isCounted: boolean;
  hasGaps: boolean;
  hasPartial: boolean;
  /** The target's text, if there is one. */
  target: string | undefined;
}) {
  const { withPercentiles, isCounted, hasGaps, hasPartial, target } = props;
  const { t } = useTranslation();
  const { palette } = useTheme();
  return (
    <ChartLegend>
      {withPercentiles && (
        <>
          <li>
            <LineKey colour={palette.primary.main} />
            p50
          </li>
          <li>
            <LineKey colour={palette.text.secondary} dashes="5 4" />
            p75
          </li>
          <li>
            <LineKey colour={palette.text.secondary} dashes="1 4" />
            p90
          </li>
        </>
      )}
      {target && (
        <li>
          <LineKey colour={palette.status.ok} dashes="6 4" />
          {target}
        </li>
      )}
      {hasPartial && <li>{t('dora.trend.hatched')}</li>}
      {hasGaps && !isCounted && <li>{t('dora.trend.gaps')}</li>}
      <li>{t('dora.trend.click')}</li>
    </ChartLegend>
  );
}
