import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback } from 'react';
import { RowHeader } from '../../../shared/tables/RowHeader';
import { doraApiRef } from '../../../api/DoraApi';
import { useLoaded } from '../../../hooks/useLoaded';
import { useTranslation } from '../../../i18n/useTranslation';
import { ChangeLabel } from '../cards/ChangeLabel';
import { useFigureText } from '../figures/useFigureText';
import { useSpanText } from '../figures/useSpanText';

const useStyles = makeStyles(
  theme => ({
    // Aligned with the cells of the table.
    note: { padding: theme.spacing(1, 2.5) },
    table: {
      // Backstage's theme breaks words in cells, and sets their lines without leading.
      '& th, & td': { wordBreak: 'normal', lineHeight: 1.43 },
    },
    value: { fontVariantNumeric: 'tabular-nums' },
    sample: { display: 'block', color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayDoraSummary' },
);

/**
 * The five metrics in five lines, over the portal's default range.
 *
 * @param props - The entity ref of a service, a system or a group.
 */
export function DoraSummary(props: {
  owner?: string;
  system?: string;
  service?: string;
}) {
  const { owner, system, service } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const text = useFigureText();
  const api = useApi(doraApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getMetrics({ owner, system, service }, { signal }),
    [api, owner, system, service],
  );
  const { value, error, loading } = useLoaded(load);
  const spanText = useSpanText(value?.timeZone ?? 'utc');
  if (loading) {
    return <Progress />;
  }
  if (!value) {
    return (
      <Typography className={classes.note} role="alert">
        {error?.message}
      </Typography>
    );
  }
  return (
    <>
      <Typography
        className={classes.note}
        variant="body2"
        color="textSecondary"
      >
        {t('dora.entity.window', {
          tier: t(`tier.${value.tier}`),
          window: spanText(value.from, value.to),
        })}
        {value.demo && ` · ${t('dora.demoHelp')}`}
      </Typography>
      <Table
        size="small"
        className={classes.table}
        aria-label={t('dora.title')}
      >
        <TableBody>
          {value.cards.map(card => (
            <TableRow key={card.metric}>
              <RowHeader>{text.metric(card.metric)}</RowHeader>
              <TableCell>
                {card.value === undefined ? (
                  t('dora.insufficient', { n: String(card.n) })
                ) : (
                  <>
                    <strong className={classes.value}>
                      {text.value(card.value, card.unit)}
                    </strong>
                    <span className={classes.sample}>{text.sample(card)}</span>
                    <ChangeLabel card={card} short />
                  </>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
