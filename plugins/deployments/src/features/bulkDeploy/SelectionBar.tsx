import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { MOST_AT_ONCE, type BulkItem } from './bulkItem';

const BulkDeployDialog = lazy(() => import('./BulkDeployDialog'));

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    // Without a text, it takes no space.
    status: { '&:empty': { marginRight: theme.spacing(-1) } },
  }),
  { name: 'SlipwaySelectionBar' },
);

/** How many services are selected, and the button that promotes them. */
export function SelectionBar(props: {
  selected: readonly BulkItem[];
  /** The environments; absent while they load. */
  from: Environment | undefined;
  to: Environment | undefined;
  /** The number of services that nothing blocks; absent if unknown. */
  ready?: number;
  onSelectReady?(): void;
  onClear(): void;
  /** More controls, such as the choice of environments. */
  children?: ReactNode;
}) {
  const { selected, from, to, ready = 0, onSelectReady, onClear } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  const count = selected.length;
  const isTooMany = count > MOST_AT_ONCE;
  return (
    <div className={classes.root}>
      <Typography variant="body2" role="status" className={classes.status}>
        {isTooMany
          ? t('bulk.tooMany', { most: String(MOST_AT_ONCE) })
          : count > 0 && t('bulk.selected', { count })}
      </Typography>
      {props.children}
      {count > 0 && (
        <Button
          variant="contained"
          color="primary"
          disabled={isTooMany || !from || !to}
          onClick={() => setOpen(true)}
        >
          {t('bulk.promote', { count })}
        </Button>
      )}
      {onSelectReady && ready > 0 && (
        <Button
          variant={count > 0 ? 'text' : 'outlined'}
          onClick={onSelectReady}
        >
          {t('bulk.selectAll', { count: ready })}
        </Button>
      )}
      {count > 0 && <Button onClick={onClear}>{t('bulk.clear')}</Button>}
      {isOpen && from && to && (
        <Suspense fallback={<Progress />}>
          <BulkDeployDialog
            items={selected}
            from={from}
            to={to}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
