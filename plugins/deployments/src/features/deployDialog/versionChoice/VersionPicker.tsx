import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { useSentences } from '../../../shared/text/useSentences';
import { findVersionGroup, groupVersions } from './groupVersions';
import { useProposalText } from './useProposalText';
import { useProposedVersion } from './useProposedVersion';
import { useVersionSearch } from './useVersionSearch';
import type { VersionUse } from './VersionFacts';
import { ChosenVersion, VersionOption } from './VersionOption';

const NO_VERSIONS: Version[] = [];

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
 * search is running, the results of the previous one can't be chosen. Selects the proposed version of the environment, unless
 * a version is chosen already.
 */
export function VersionPicker(props: {
  service: string;
  use: VersionUse;
  versionId: string | undefined;
  /** The chosen version from the plan, in case it isn't among the newest. */
  chosen?: Version;
  onChange(versionId: string | undefined): void;
  /** Called with the environment to which a version should be deployed first. */
  onEnvironmentChange(environment: string): void;
  label: string;
  required: boolean;
}) {
  const { service, use, versionId, chosen, onChange, label, required } = props;
  const { t } = useTranslation();
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Version>();
  const [open, setOpen] = useState(false);
  /** The text when Enter was pressed. */
  const [entered, setEntered] = useState<string>();
  const environment = use.environment?.name;
  const { versions, proposal, warnings, loading, error } = useVersionSearch(
    service,
    environment,
    typed,
  );
  const proposed = useProposedVersion({
    environment,
    proposal,
    versionId,
    isChoosing: open || typed !== '',
    onChange,
  });
  const say = useSentences();
  const explainProposal = useProposalText(proposed);
  const find = (candidates: (Version | undefined)[]) =>
    candidates.find(
      version => version !== undefined && version.id === versionId,
    );
  const newest = find([...versions, proposed?.version, chosen]);
  // The field forgets what was typed when its value is another object, even for the same version.
  const value = find([picked]) ?? newest ?? null;
  // Of this environment: what was picked may have been for another one.
  const caution = newest?.caution;

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

  const isListed = (version: Version) =>
    versions.some(({ id: listed }) => listed === version.id);
  const unlisted = typed
    ? []
    : [value, proposed?.version].flatMap(version =>
        version && !isListed(version) ? [version] : [],
      );
  const found = [
    ...new Map([...unlisted, ...versions].map(it => [it.id, it])).values(),
  ];
  const proposedId = proposed?.version?.id;
  const options = isSearching ? NO_VERSIONS : groupVersions(found, proposedId);
  const notProposed =
    !value && proposed && !proposed.version
      ? t('version.notProposed', { reason: explainProposal(proposed.reason) })
      : undefined;
  const first =
    !value || caution
      ? use.environments.find(({ name }) => name === proposed?.deployFirstTo)
      : undefined;
  const getGroupTitle = (version: Version) =>
    t(`version.group.${findVersionGroup(version, proposedId)}`);
  const hasGroups = new Set(options.map(getGroupTitle)).size > 1;
  const isProposing =
    loading && !value && !typed && environment !== undefined && !versionId;
  const isProposed = versionId !== undefined && versionId === proposedId;
  const hint =
    isProposed && proposed
      ? t('version.proposed', { reason: explainProposal(proposed.reason) })
      : t('version.help');
  const help =
    error?.message ??
    mistake ??
    warnings[0] ??
    notProposed ??
    (isProposing ? t('version.proposing') : hint);

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
        groupBy={hasGroups ? getGroupTitle : undefined}
        renderOption={version => <VersionOption version={version} use={use} />}
        loading={loading}
        loadingText={t('page.loading')}
        noOptionsText={t(typed ? 'version.none' : 'version.empty')}
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
      {value && <ChosenVersion version={newest ?? value} use={use} />}
      {caution && (
        <Box mt={1}>
          <Alert severity="warning" role="status">
            {say(caution.sentences, caution.message)}
          </Alert>
        </Box>
      )}
      {first && (
        <Button
          size="small"
          color="primary"
          onClick={() => props.onEnvironmentChange(first.name)}
        >
          {t('version.deployFirst', { environment: first.title })}
        </Button>
      )}
    </div>
  );
}
