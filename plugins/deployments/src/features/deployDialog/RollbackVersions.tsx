import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircle';
import ReportProblem from '@material-ui/icons/ReportProblem';
import Star from '@material-ui/icons/Star';
import Undo from '@material-ui/icons/Undo';
import { makeStyles } from '@material-ui/core/styles';
import type { RollbackVersion } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useSentences } from '../../shared/text/useSentences';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { VerdictLabel } from '../../shared/labels/StatusLabels';
import { PrincipalText } from '../../shared/people/PrincipalLink';
import { RelativeTime } from '../../shared/time/RelativeTime';

const useStyles = makeStyles(
  theme => ({
    option: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      whiteSpace: 'normal',
    },
    name: { fontWeight: 'bold' },
  }),
  { name: 'SlipwayRollbackVersions' },
);

/**
 * Selects a version that ran in an environment before. Shows when, by whom, with which result, and why one isn't
 * eligible.
 */
export function RollbackVersions(props: {
  versions: RollbackVersion[];
  /** Id of the version that is proposed. */
  targetId?: string;
  versionId?: string;
  onChange(versionId: string): void;
}) {
  const { versions, targetId, versionId, onChange } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const chosen = versionId ?? targetId ?? '';
  const isListed = versions.some(({ version }) => version.id === chosen);
  return (
    <TextField
      id={id}
      select
      label={t('dialog.rollbackVersion')}
      helperText={t(
        versions.length > 0 ? 'dialog.rollbackHelp' : 'dialog.rollbackNone',
      )}
      value={isListed ? chosen : ''}
      onChange={event => onChange(event.target.value)}
      variant="outlined"
      margin="dense"
      required
    >
      {versions.map(option => (
        <MenuItem
          key={option.version.id}
          value={option.version.id}
          disabled={!option.eligible}
        >
          <div className={classes.option}>
            <span className={classes.name}>{option.version.name}</span>
            {option.version.id === targetId && (
              <ToneLabel tone="running" icon={Star}>
                {t('dialog.rollbackTarget')}
              </ToneLabel>
            )}
            {option.verification && (
              <VerdictLabel verdict={option.verification} />
            )}
            {option.watch === 'confirmed' && (
              <ToneLabel tone="ok" icon={CheckCircle}>
                {t('dialog.rollbackConfirmed')}
              </ToneLabel>
            )}
            {option.watch === 'breached' && (
              <ToneLabel tone="error" icon={ReportProblem}>
                {t('dialog.rollbackBreached')}
              </ToneLabel>
            )}
            {(option.watch === 'watching' || option.watch === 'ended') && (
              <span>{t('watch.unconfirmed')}</span>
            )}
            {option.revertedBy && (
              <ToneLabel tone="warning" icon={Undo}>
                {t('dialog.rollbackReverted')}
              </ToneLabel>
            )}
            {option.at ? (
              <span>
                <RelativeTime at={option.at} />
                {option.by && (
                  <>
                    {' '}
                    {t('people.by')} <PrincipalText principal={option.by} />
                  </>
                )}
              </span>
            ) : (
              <span>{t('dialog.rollbackUnknown')}</span>
            )}
            {option.refusal && (
              <ToneLabel tone="error" icon={Block} wraps>
                {say(
                  option.refusalSentence && [option.refusalSentence],
                  option.refusal,
                )}
              </ToneLabel>
            )}
          </div>
        </MenuItem>
      ))}
    </TextField>
  );
}
