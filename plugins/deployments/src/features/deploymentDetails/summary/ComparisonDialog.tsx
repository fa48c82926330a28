import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import type {
  DeploymentSummary,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useEnvironments } from '../../../hooks/useEnvironments';
import { useTranslation } from '../../../i18n/useTranslation';
import { usePaths } from '../../../routes/usePaths';
import { Dialog } from '../../../shared/dialogs/Dialog';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { VersionDiffView } from '../../../shared/versions/VersionDiffView';
import { choosePair } from '../../compareEnvironments/choosePair';

/**
 * What differs between a deployment's version and the one that runs in its environment now, with a link to the comparison
 * with the environment before it.
 */
export function ComparisonDialog(props: {
  deployment: Pick<DeploymentSummary, 'service' | 'environment'>;
  comparison: VersionDiff;
  environmentTitle: string;
  onClose(): void;
}) {
  const { deployment, comparison, environmentTitle, onClose } = props;
  const { t } = useTranslation();
  const [id] = useState(uniqueId);
  const paths = usePaths();
  const { environments, getTitle } = useEnvironments();
  const pair = choosePair(environments, deployment.environment);
  const names = {
    from: comparison.from?.name ?? t('diff.nothing'),
    to: comparison.to?.name ?? t('diff.nothing'),
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{t('summary.next.compareTitle', names)}</DialogTitle>
      <DialogContent style={{ overflowWrap: 'anywhere' }}>
        <DialogContentText>
          {t('summary.next.compareHelp', {
            to: names.to,
            environment: environmentTitle,
          })}
        </DialogContentText>
        <VersionDiffView diff={comparison} heading="h4" />
      </DialogContent>
      <DialogActions>
        {pair && (
          <Button
            component={Link}
            to={paths.comparison({ ...pair, services: [deployment.service] })}
          >
            {t('summary.next.comparePair', {
              from: getTitle(pair.from),
              to: getTitle(pair.to),
            })}
          </Button>
        )}
        <Button onClick={onClose}>{t('summary.next.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
