import type { Measurement } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { formatClockTime } from '../../../shared/format/time';
import { OutcomeLabel } from '../../../shared/labels/StatusLabels';
import { FigureTable } from '../../../shared/tables/FigureTable';
import type { ComparedVersions } from './CheckChart';

const SHOWN = 50;

/** The latest measurements of a check, the newest first, with the baseline's values if there are any. */
export function MeasurementTable(props: {
  check: string;
  measurements: readonly Measurement[];
  versions: ComparedVersions;
  /** Describes a measurement's own value. */
  show(measurement: Measurement): string;
  /** Describes a number in the check's unit. */
  showNumber(value: number): string;
}) {
  const { check, measurements, versions, show, showNumber } = props;
  const { t } = useTranslation();
  const hasBaseline = measurements.some(
    ({ baseline }) => baseline !== undefined,
  );
  const baseline = versions.baseline ?? '';
  return (
    <FigureTable
      summary={t('check.values', { count: measurements.length })}
      label={check}
      columns={[
        t('check.column.time'),
        t('check.column.value'),
        t('check.column.samples'),
        ...(hasBaseline
          ? [
              t('check.column.baseline', { version: baseline }),
              t('check.column.baselineSamples', { version: baseline }),
            ]
          : []),
        t('check.column.outcome'),
      ]}
      rows={() =>
        measurements
          .slice(-SHOWN)
          .reverse()
          .map(measurement => ({
            key: String(measurement.seq),
            cells: [
              formatClockTime(measurement.at),
              show(measurement),
              measurement.samples ?? '–',
              ...(hasBaseline
                ? [
                    measurement.baseline
                      ? showNumber(measurement.baseline.value)
                      : '–',
                    measurement.baseline?.samples ?? '–',
                  ]
                : []),
              <OutcomeLabel outcome={measurement.outcome} />,
            ],
          }))
      }
    />
  );
}
