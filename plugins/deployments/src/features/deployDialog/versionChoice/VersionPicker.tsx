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
import { useCallback, useEffect, useState, type KeyboardEvent } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { formatAbsoluteTime } from '../../shared/format/time';
import { shortenCommit } from '../../shared/format/value';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { useVersionSearch } from './useVersionSearch';
import { findVersionBadges, type VersionBadge } from './findVersionBadges';

const NO_VERSIONS: Version[] = [];

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

/** Finds the commit that a version was built from. If it isn't among the version's commits, only its id is known. */
function findBuiltCommit({ commits, commitId }: Version): Commit | undefined {
  if (commitId === undefined) return undefined;
  return commits.find(({ id }) => id === commitId) ?? { id: commitId };
}

function Option(props: {
  version: Version;
  state?: EnvironmentState;
  known: Version[];
}) {
  const { version, state, known } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const commit = findBuiltCommit(version);
  const badges = findVersionBadges(version, state, known);
  return (
    <div className={classes.option}>
      <span className={classes.name}>{version.name}</span>
      {commit && (
        <span className={classes.commit}>{shortenCommit(commit.id)}</span>
      )}
      <Badges badges={badges} />
      <Typography
        variant="caption"
        className={classes.age}
        title={formatAbsoluteTime(version.createdAt)}
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

/** Details of the chosen version: its commit and pull request, its age, and its environments. */
function Chosen(props: {
  version: Version;
  state?: EnvironmentState;
  known: Version[];
}) {
  const { version, state, known } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const commit = findBuiltCommit(version);
  const badges = findVersionBadges(version, state, known);
  return (
    <Typography variant="body2" component="div" className={classes.option}>
      {commit && (
        <span className={classes.commit}>
          {commit.url ? (
            <Link to={commit.url}>{shortenCommit(commit.id)}</Link>
          ) : (
            shortenCommit(commit.id)
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

/** The version whose full name is the text; undefined if none or several have that name. */
function namedInFull(
  text: string,
  versions: readonly Version[],
): Version | undefined {
  const namings: Array<(version: Version) => boolean> = [
    ({ name }) => name === text,
    ({ artifact }) => artifact === text,
    ({ commits }) => commits.some(({ id }) => id === text),
  ];
  const found = namings
    .map(isNamed => versions.filter(isNamed))
    .find(some => some.length > 0);
  return found?.length === 1 ? found[0] : undefined;
}

/**
 * Selects a version by name, artifact or commit: from the list, or by typing its full name and pressing Enter. While a
 * search is running, the results of the previous one can't be chosen.
 */
export function VersionPicker(props: {
  service: string;
  /** The environment to deploy to. */
  state?: EnvironmentState;
  versionId: string | undefined;
  /** The chosen version from the plan, in case it isn't among the newest. */
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
  const [open, setOpen] = useState(false);
  /** The text when Enter was pressed. */
  const [entered, setEntered] = useState<string>();
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

  const pick = useCallback(
    (version: Version | undefined) => {
      setPicked(version);
      setTyped('');
      setEntered(undefined);
      setOpen(false);
      onChange(version?.id);
    },
    [onChange],
  );

  const isEntered = entered !== undefined && entered === typed;
  const isSearching = loading && Boolean(typed);
  const named =
    isEntered && !isSearching && !error
      ? namedInFull(typed.trim(), versions)
      : undefined;
  const chosenByEnter = named && !named.quarantined ? named : undefined;
  useEffect(() => {
    if (chosenByEnter) {
      pick(chosenByEnter);
    }
  }, [chosenByEnter, pick]);

  let mistake: string | undefined;
  if (named?.quarantined) {
    mistake = t('version.quarantined', { reason: named.quarantined.reason });
  } else if (isEntered && !isSearching && !named) {
    mistake = t('version.notNamed', { text: typed.trim() });
  }

  const found =
    value && !typed && !versions.some(version => version.id === value.id)
      ? [value, ...versions]
      : versions;
  const options = isSearching ? NO_VERSIONS : found;
  const help =
    error?.message ??
    mistake ??
    warnings[0] ??
    props.helperText ??
    t('version.help');

  return (
    <div>
      <Autocomplete
        id={id}
        options={options}
        // The server has already searched; the browser must not filter by the label again.
        filterOptions={all => all}
        value={value}
        open={open}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        onChange={(_event, version) => pick(version ?? undefined)}
        onInputChange={(_event, text, cause) => {
          // The field shows the chosen version again, so the list shows it too.
          setTyped(cause === 'reset' ? '' : text);
          setEntered(undefined);
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
            error={Boolean(error ?? mistake)}
            inputProps={{
              ...params.inputProps,
              onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
                const field = event.currentTarget;
                // The list itself handles an option highlighted by the arrow keys.
                if (
                  event.key === 'Enter' &&
                  !event.nativeEvent.isComposing &&
                  typed.trim() &&
                  !field.getAttribute('aria-activedescendant')
                ) {
                  event.preventDefault();
                  event.stopPropagation();
                  setEntered(typed);
                }
              },
            }}
          />
        )}
      />
      {value && <Chosen version={value} state={state} known={versions} />}
    </div>
  );
}
