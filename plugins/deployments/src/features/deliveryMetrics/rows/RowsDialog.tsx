import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import { Dialog } from '../../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import GetApp from '@material-ui/icons/GetApp';
import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { useMemo, useState } from 'react';
import { asError } from '../../../api/failures';
import { doraApiRef, type DoraSelected } from '../../../api/DoraApi';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { downloadBlob } from '../../../shared/format/download';
import { useNotifier } from '../../../notifications/NotifierContext';
import { useTranslation } from '../../../i18n/useTranslation';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { DefinitionLink } from '../definitions/DefinitionLink';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import type { RowsView } from '../filters/doraView';
import { RowsTable } from './RowsTable';
import { useFigureText } from '../figures/useFigureText';
import { useRows } from './useRows';

const WHICH = [undefined, true, false] as const;

const useStyles = makeStyles(
  theme => ({
    which: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      margin: theme.spacing(1, 0),
    },
    csv: { marginLeft: 'auto' },
    content: { overflowWrap: 'break-word' },
  }),
  { name: 'SlipwayDoraRows' },
);

/** The rows that a number is calculated from, and the rows that were left out. */
export function RowsDialog(props: {
  view: RowsView;
  /** The range. */
  selected: DoraSelected;
  timeZone: string;
  /** The range as text. */
  windowText: string;
  /** The card that the rows add up to, if they are the rows of the whole range. */
  card: DoraCard | undefined;
  onChange(view: RowsView | undefined): void;
}) {
  const { view, selected, timeZone, card, onChange } = props;
  const { metric, from, to, counted, reason } = view;
  const { t } = useTranslation();
  const classes = useStyles();
  const text = useFigureText();
  const api = useApi(doraApiRef);
  const notify = useNotifier();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [id] = useState(uniqueId);
  const [downloading, setDownloading] = useState(false);
  const request = useMemo(
    () => ({
      metric,
      counted,
      reason,
      selected: from && to ? { ...selected, from, to } : selected,
    }),
    [metric, counted, reason, selected, from, to],
  );
  const rows = useRows(request);
  const title = t('dora.rows.title', { metric: text.metric(metric) });
  const isWhole = !(from && to);
  const windowText =
    from && to ? t('dora.window', { from, to }) : props.windowText;
  const totals = rows.totals;
  const getCount = (which: boolean | undefined): number => {
    if (!totals) {
      return 0;
    }
    return which === undefined
      ? totals.counted + totals.excluded
      : totals[which ? 'counted' : 'excluded'];
  };
  const formatLabel = (which: boolean | undefined): string => {
    const n = totals ? String(getCount(which)) : '…';
    if (which === undefined) {
      return t('dora.rows.all', { n });
    }
    return t(which ? 'dora.rows.counted' : 'dora.rows.excluded', { n });
  };
  const emptyText = (): string => {
    if (counted === undefined) {
      return t('dora.rows.empty', { window: windowText });
    }
    return t(counted ? 'dora.rows.emptyCounted' : 'dora.rows.emptyExcluded', {
      window: windowText,
    });
  };

  const download = async () => {
    setDownloading(true);
    try {
      const blob = await api.downloadRows(metric, {
        ...request.selected,
        counted,
        reason,
      });
      downloadBlob({ name: `${metric} ${windowText}.csv`, blob });
    } catch (error) {
      notify({
        title: t('dora.rows.csvFailed'),
        description: asError(error).message,
        status: 'danger',
      });
    }
    setDownloading(false);
  };

  return (
    <Dialog
      open
      pageTitle={title}
      onClose={() => onChange(undefined)}
      aria-labelledby={id}
      maxWidth="lg"
      fullWidth
      fullScreen={isNarrow}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent className={classes.content}>
        <Typography variant="body2">
          {windowText}
          {!isWhole && (
            <Button
              size="small"
              color="primary"
              onClick={() => onChange({ metric, counted, reason })}
            >
              {t('dora.rows.wholeWindow')}
            </Button>
          )}
        </Typography>
        {isWhole && card?.value !== undefined && totals && (
          <Typography variant="body1">
            {t('dora.rows.recount', {
              count: totals.counted,
              value: text.value(card.value, card.unit),
            })}
          </Typography>
        )}
        <Typography variant="body2" color="textSecondary">
          {t(`dora.definition.${metric}`)}
        </Typography>
        <Typography variant="body2">
          <DefinitionLink
            definition={DEFINITION_BY_METRIC[metric]}
            name={text.metric(metric)}
          >
            {t('dora.definitions')}
          </DefinitionLink>
        </Typography>
        <div
          className={classes.which}
          role="group"
          aria-label={t('dora.rows.which')}
        >
          {WHICH.map(which => (
            <Button
              key={String(which)}
              size="small"
              variant={counted === which ? 'contained' : 'outlined'}
              color={counted === which ? 'primary' : 'default'}
              aria-pressed={counted === which}
              onClick={() =>
                onChange({ ...view, counted: which, reason: undefined })
              }
            >
              {formatLabel(which)}
            </Button>
          ))}
          {reason && (
            <Chip
              size="small"
              label={t('dora.rows.ofReason', {
                reason: t(`dora.reason.${reason}`),
              })}
              onDelete={() => onChange({ ...view, reason: undefined })}
            />
          )}
          <Button
            className={classes.csv}
            size="small"
            startIcon={<GetApp />}
            disabled={downloading || getCount(counted) === 0}
            onClick={download}
          >
            {t('dora.rows.csv')}
          </Button>
        </div>
        {!rows.items && !rows.error && <Progress />}
        {rows.error && <ErrorPanel error={rows.error} />}
        {rows.items?.length === 0 && (
          <Typography role="status">{emptyText()}</Typography>
        )}
        {rows.items && rows.items.length > 0 && (
          <>
            <RowsTable
              label={title}
              metric={metric}
              rows={rows.items}
              zone={{ zone: timeZone }}
            />
            <Typography variant="body2" role="status">
              {reason
                ? // The quality panel shows how many rows a reason has.
                  t('dora.rows.shownOfReason', { count: rows.items.length })
                : t('dora.rows.shown', {
                    shown: String(rows.items.length),
                    total: String(getCount(counted)),
                  })}
            </Typography>
          </>
        )}
        {rows.hasMore && (
          <Button onClick={rows.loadMore} disabled={rows.loadingMore}>
            {rows.loadingMore ? t('page.loading') : t('dora.rows.more')}
          </Button>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => onChange(undefined)}>
          {t('dora.rows.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
