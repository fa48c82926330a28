import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useTranslation } from '../../i18n/useTranslation';
import { ConfirmDialog } from '../../shared/dialogs/ConfirmDialog';
import { uniqueId } from '../../shared/ids/uniqueId';
import { WatchLine } from '../../shared/watch/WatchLine';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayWatchPanel' },
);

/** The watch after a deployment, and the button that ends it early. Shows nothing if it is not watched. */
export function WatchPanel(props: {
  deployment: Deployment;
  onChanged(): Promise<void>;
}) {
  const { deployment, onChanged } = props;
  const { watch, mayEndWatch } = deployment;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(deploymentsApiRef);
  const [id] = useState(uniqueId);
  const [ending, setEnding] = useState(false);
  if (!watch) {
    return null;
  }
  return (
    <Paper className={classes.root} component="section" aria-labelledby={id}>
      <Typography variant="subtitle2" component="h2" id={id}>
        {t('watch.title')}
      </Typography>
      <WatchLine watch={watch} />
      {mayEndWatch && (
        <Button size="small" variant="outlined" onClick={() => setEnding(true)}>
          {t('watch.end')}
        </Button>
      )}
      {ending && (
        <ConfirmDialog
          title={t('watch.endTitle', { version: watch.version.name })}
          consequence={t('watch.endConsequence')}
          confirmLabel={t('watch.endConfirm')}
          reason="required"
          onConfirm={async reason => {
            await api.endWatch(deployment.id, reason ?? '');
            await onChanged();
          }}
          onClose={() => setEnding(false)}
        />
      )}
    </Paper>
  );
}
