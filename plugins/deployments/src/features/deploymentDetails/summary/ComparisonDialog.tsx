import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import type { VersionDiff } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';
import { Dialog } from '../../../shared/dialogs/Dialog';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { VersionDiffView } from '../../../shared/versions/VersionDiffView';

/** What differs between a deployment's version and the one that runs in its environment now. */
export function ComparisonDialog(props: {
  comparison: VersionDiff;
  environmentTitle: string;
  onClose(): void;
}) {
  const { comparison, environmentTitle, onClose } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [id] = useState(uniqueId);
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
        <Button onClick={onClose}>{t('summary.next.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
