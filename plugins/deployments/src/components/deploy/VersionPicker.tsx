import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Chip from '@material-ui/core/Chip';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type {
  Commit,
  EnvironmentState,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useState } from 'react';
import { uniqueId } from '../../api/uniqueId';
import { absoluteTime } from '../../format/time';
import { shortCommit } from '../../format/value';
import { deploymentsTranslationRef } from '../../translation';
import { RelativeTime } from '../time/RelativeTime';
import { useVersionSearch } from './useVersionSearch';
import { versionBadges, type VersionBadge } from './versionBadges';

const useStyles = makeStyles(
  theme => ({
    option: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      width: '100%',
    },
    name: { fontWeight: 'bold' },
    commit: { fontFamily: 'monospace', color: theme.palette.text.secondary },
    age: { marginLeft: 'auto', color: theme.palette.text.secondary },
    chip: { margin: 0, height: 20 },
    wide: { flexBasis: '100%' },
  }),
  { name: 'SlipwayVersionPicker' },
);

function Badges(props: { badges: VersionBadge[] }) {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  return (
    <>
      {props.badges.map(badge => (
        <Chip
          key={badge.kind + (badge.environment ?? '')}
          size="small"
          variant="outlined"
          className={classes.chip}
          label={t(`version.badge.${badge.kind}`, {
            environment: badge.environment ?? '',
          })}
        />
      ))}
    </>
  );
}

/**
 * The commit to show for a version. Commits come in no order that can be relied on; the newest is the one that the
 * server calls the version's commit elsewhere.
 */
function newestCommit({ commits }: Version): Commit | undefined {
  const time = ({ authoredAt }: Commit) => Date.parse(authoredAt ?? '') || 0;
  return [...commits].sort((a, b) => time(b) - time(a))[0];
}

function Option(props: {
  version: Version;
  state?: EnvironmentState;
  known: Version[];
}) {
  const { version, state, known } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const commit = newestCommit(version);
  const badges = versionBadges(version, state, known);
  return (
    <div className={classes.option}>
      <span className={classes.name}>{version.name}</span>
      {commit && (
        <span className={classes.commit}>{shortCommit(commit.id)}</span>
      )}
      <Badges badges={badges} />
      <Typography
        variant="caption"
        className={classes.age}
        title={absoluteTime(version.createdAt)}
      >
        <RelativeTime at={version.createdAt} />
      </Typography>
      {(version.quarantined || commit?.message) && (
        <Typography variant="caption" className={classes.wide} noWrap>
          {version.quarantined
            ? t('version.quarantined', { reason: version.quarantined.reason })
            : commit?.message?.split('\n')[0]}
        </Typography>
      )}
    </div>
  );
}

/** What is worth knowing of the chosen version: its commit and change, its age, where it is. */
function Chosen(props: {
  version: Version;
  state?: EnvironmentState;
  known: Version[];
}) {
  const { version, state, known } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const commit = newestCommit(version);
  const badges = versionBadges(version, state, known);
  return (
    <Typography variant="body2" component="div" className={classes.option}>
      {commit && (
        <span className={classes.commit}>
          {commit.url ? (
            <Link to={commit.url}>{shortCommit(commit.id)}</Link>
          ) : (
            shortCommit(commit.id)
          )}
        </span>
      )}
      {version.changeUrl && (
        <Link to={version.changeUrl}>
          {t('version.change', { version: version.name })}
        </Link>
      )}
      <RelativeTime at={version.createdAt} />
      <Badges badges={badges} />
    </Typography>
  );
}

/** Chooses a version by name, artifact or commit. */
export function VersionPicker(props: {
  service: string;
  /** The environment that is deployed to. */
  state?: EnvironmentState;
  versionId: string | undefined;
  /** The chosen version as the plan knows it, for one that is not among the newest. */
  chosen?: Version;
  onChange(versionId: string | undefined): void;
  label: string;
  helperText?: string;
  required: boolean;
}) {
  const { service, state, versionId, chosen, onChange, label, required } =
    props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Version>();
  const { versions, warnings, loading, error } = useVersionSearch(
    service,
    typed,
    true,
  );
  const value =
    versionId === undefined
      ? null
      : [picked, chosen, ...versions].find(
          version => version?.id === versionId,
        ) ?? null;

  useEffect(() => {
    if (value) {
      setPicked(value);
    }
  }, [value]);

  const options =
    value && !typed && !versions.some(version => version.id === value.id)
      ? [value, ...versions]
      : versions;
  const help =
    error?.message ?? warnings[0] ?? props.helperText ?? t('version.help');

  return (
    <div>
      <Autocomplete
        id={id}
        options={options}
        // The server has searched; the browser must not filter again by the label alone.
        filterOptions={all => all}
        value={value}
        onChange={(_event, version) => {
          setPicked(version ?? undefined);
          setTyped('');
          onChange(version?.id);
        }}
        onInputChange={(_event, text, cause) => {
          if (cause !== 'reset') {
            setTyped(text);
          }
        }}
        getOptionLabel={version => version.name}
        getOptionSelected={(option, selected) => option.id === selected.id}
        getOptionDisabled={version => Boolean(version.quarantined)}
        renderOption={version => (
          <Option version={version} state={state} known={versions} />
        )}
        loading={loading}
        loadingText={t('page.loading')}
        noOptionsText={t('version.none')}
        openText={t('version.open')}
        closeText={t('version.close')}
        clearText={t('version.clear')}
        renderInput={params => (
          <TextField
            {...params}
            label={label}
            required={required}
            variant="outlined"
            margin="dense"
            helperText={help}
            error={Boolean(error)}
          />
        )}
      />
      {value && <Chosen version={value} state={state} known={versions} />}
    </div>
  );
}
