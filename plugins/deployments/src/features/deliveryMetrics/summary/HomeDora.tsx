import { Link, Progress } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useState } from 'react';
import { doraApiRef } from '../../../api/DoraApi';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { useLoaded } from '../../../hooks/useLoaded';
import { usePaths } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { DoraSummary } from './DoraSummary';

const useStyles = makeStyles(
  // Aligned with the content above it.
  theme => ({ link: { padding: theme.spacing(1, 2.5) } }),
  { name: 'SlipwayDoraHome' },
);

/** The home page widget: the delivery metrics of one of the reader's teams, with a choice between several. */
export function HomeDora() {
  const classes = useStyles();
  const { t } = useTranslation();
  const paths = usePaths();
  const api = useApi(doraApiRef);
  const identityApi = useApi(identityApiRef);
  const [id] = useState(uniqueId);
  const [chosen, setChosen] = useState<string>();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [{ ownershipEntityRefs }, { owners }] = await Promise.all([
        identityApi.getBackstageIdentity(),
        api.getSelection({ signal }),
      ]);
      return owners.filter(owner => ownershipEntityRefs.includes(owner)).sort();
    },
    [api, identityApi],
  );
  const teams = useLoaded(load);
  const team = teams.value?.find(one => one === chosen) ?? teams.value?.[0];

  if (!teams.value) {
    return teams.error ? (
      <Typography role="alert">{teams.error.message}</Typography>
    ) : (
      <Progress />
    );
  }
  if (!team) {
    return (
      <Typography>
        {t('dora.home.none')}{' '}
        <Link to={paths.dora()}>{t('dora.entity.link')}</Link>
      </Typography>
    );
  }
  return (
    <>
      {teams.value.length > 1 && (
        <TextField
          id={id}
          select
          size="small"
          variant="outlined"
          margin="dense"
          label={t('dora.home.team')}
          value={team}
          onChange={event => setChosen(event.target.value)}
        >
          {teams.value.map(one => (
            <MenuItem key={one} value={one}>
              <EntityDisplayName entityRef={one} hideIcon disableTooltip />
            </MenuItem>
          ))}
        </TextField>
      )}
      <DoraSummary owner={team} />
      <Typography variant="body2" className={classes.link}>
        <Link to={paths.dora({ owner: team })}>{t('dora.entity.link')}</Link>
      </Typography>
    </>
  );
}
