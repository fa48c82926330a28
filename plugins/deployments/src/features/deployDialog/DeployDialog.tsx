import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense, useMemo, useState, type FormEvent } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import type { DialogLink } from '../../routes/usePaths';
import { useSentences } from '../../shared/text/useSentences';
import { useTranslation } from '../../i18n/useTranslation';
import { DangerButton } from '../../shared/dialogs/DangerButton';
import { Refusal } from '../../shared/dialogs/Refusal';
import { VersionDiffView } from '../../shared/versions/VersionDiffView';
import { DisabledReason } from '../../shared/dialogs/DisabledReason';
import {
  isPlannable,
  parseKind,
  buildDeployRequest,
  type Choices,
} from './buildDeployRequest';
import { RollbackVersions } from './RollbackVersions';
import { splitWarnings } from './inputMistakes';
import { PlanView } from './PlanView';
import { usePlan } from './usePlan';
import { usePrimaryLabel } from './usePrimaryLabel';
import { useDeployDraft } from './useDeployDraft';
import { useDeployRequest } from './useDeployRequest';
import { findNextWindow, findStartMistake, toNotBefore } from './startTime';
import type { StartTime } from './startTime';
import { StartTimeField } from './StartTimeField';
import { VersionPicker } from './versionChoice/VersionPicker';

const InputsForm = lazy(() => import('./InputsForm'));

const useStyles = makeStyles(
  theme => ({
    content: {
      overflowWrap: 'anywhere',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
    },
    refusal: { flex: '1 1 12em' },
  }),
  { name: 'SlipwayDeployDialog' },
);

/** Requests a deployment of any kind, and shows the plan first. */
export function DeployDialog(props: {
  overview: ServiceOverview;
  link: DialogLink;
  onChange(link: DialogLink): void;
  onClose(): void;
}) {
  const { overview, link, onChange, onClose } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  const fullScreen = useMediaQuery(useTheme().breakpoints.down('xs'));
  const [id] = useState(uniqueId);

  const { reason, setReason, hotfix, setHotfix, inputs, setInputs, ...draft } =
    useDeployDraft(overview.service.entityRef, link, onChange);
  /** Absent until the form has validated the inputs. */
  const [inputProblems, setInputProblems] = useState<string[]>();
  const [reasonLeft, setReasonLeft] = useState(false);

  const kind = parseKind(link);
  const state = overview.environments.find(
    ({ environment }) => environment.name === link.environment,
  );
  // A link to a version leaves the environment to the reader.
  const isUnknown = !state && link.environment !== '';
  const isDeploy = kind === 'deploy';
  // A hotfix is for now.
  const start: StartTime = isDeploy && !hotfix ? draft.start : { kind: 'now' };
  const notBefore = toNotBefore(start);
  const use = useMemo(
    () => ({
      environment: state?.environment,
      environments: overview.environments.map(({ environment }) => environment),
    }),
    [state?.environment, overview.environments],
  );
  const choices: Choices = {
    environment: state ? link.environment : '',
    kind,
    versionId: link.versionId,
    isProposed: state?.rollback?.target !== undefined,
    reason,
    hotfix,
    inputs,
    notBefore,
  };
  const {
    plan,
    error: planError,
    stale,
    recalculate,
  } = usePlan(
    isPlannable(choices)
      ? buildDeployRequest(overview, choices, 'plan')
      : undefined,
  );
  const { sending, error, send } = useDeployRequest(
    buildDeployRequest(overview, choices, 'create'),
    plan,
    recalculate,
  );
  const names = {
    service: overview.service.title ?? overview.service.name,
    environment: state?.environment.title ?? link.environment,
  };
  const primaryLabel = usePrimaryLabel(kind, names, plan, notBefore);
  const reasonRequired = kind === 'remove';
  const conflictTopic = kind === 'rollback' ? 'rollback-refused' : undefined;
  const schema = useMemo(
    () =>
      plan?.inputs && Object.keys(plan.inputs).length ? plan.inputs : undefined,
    [plan?.inputs],
  );
  const { mistakes, others } = useMemo(
    () => splitWarnings(schema, plan?.warnings ?? []),
    [schema, plan?.warnings],
  );
  // After a restart, for example, a rollback would lead to the running version. On drift, the expected version is
  // offered.
  const runsAlready =
    kind === 'rollback' &&
    plan?.version !== undefined &&
    plan.version.id === state?.current?.version.id &&
    !state.rollback?.versions.some(
      ({ version, eligible }) => eligible && version.id === plan.version?.id,
    );
  const complete = inputProblems?.length === 0 && mistakes.length === 0;
  const isReasonMissing = reasonRequired && !reason.trim();
  /** Why the button is disabled, in a sentence. */
  const whyNotReady = (): string | undefined => {
    if (!state) {
      return t('dialog.chooseEnvironment');
    }
    if (!isPlannable(choices)) {
      // Versions to roll back to are only listed for people with permission to do so.
      const isRefused = kind === 'rollback' && !state.rollback;
      return t(isRefused ? 'rollBack.notYours' : 'dialog.choose');
    }
    if (planError) {
      return t('dialog.noPlan');
    }
    if (!plan) {
      return t('dialog.planning');
    }
    if (plan.refusal) {
      return say(plan.refusal.sentences, plan.refusal.message);
    }
    if (runsAlready) {
      return t('dialog.chooseOther');
    }
    if (schema && !inputProblems) {
      return t('dialog.planning');
    }
    if (schema && !complete) {
      const [problem] = [
        ...(inputProblems ?? []),
        ...mistakes.map(({ input, message }) =>
          t('inputs.problem', { field: input, problem: message }),
        ),
      ];
      return problem;
    }
    if (isReasonMissing) {
      return t('reason.needed');
    }
    const startMistake = findStartMistake(start, Date.now());
    if (startMistake) {
      return t(`start.${startMistake}`);
    }
    return stale ? t('dialog.planning') : undefined;
  };
  const notReady = whyNotReady();
  const isOfChosen = !link.versionId || plan?.version?.id === link.versionId;
  // The changes are shown under the version, before what will happen.
  const shownDiff =
    isOfChosen && !planError && !runsAlready && isPlannable(choices)
      ? plan?.diff
      : undefined;
  const ready = notReady === undefined && !sending;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      await send();
    }
  };

  const PrimaryButton = kind === 'remove' ? DangerButton : Button;
  return (
    <Dialog
      open
      pageTitle={t(`browserTitle.dialog.${kind}`, names)}
      onClose={sending ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      maxWidth="md"
      fullWidth
      fullScreen={fullScreen}
      scroll="paper"
    >
      <DialogTitle id={`${id}-title`}>
        {t(`dialogTitle.${kind}`, names)}
      </DialogTitle>
      <DialogContent dividers>
        <form id={id} onSubmit={submit} className={classes.content}>
          <TextField
            id={`${id}-environment`}
            select
            label={t('dialog.environment')}
            value={state ? link.environment : ''}
            onChange={event =>
              onChange({ ...link, environment: event.target.value })
            }
            variant="outlined"
            margin="dense"
            required
            error={isUnknown}
            helperText={
              isUnknown
                ? t('dialog.noEnvironment', { name: link.environment })
                : undefined
            }
          >
            {overview.environments.map(({ environment, current }) => (
              <MenuItem key={environment.name} value={environment.name}>
                {environment.title}
                {current &&
                  ` (${t('dialog.runs', { version: current.version.name })})`}
              </MenuItem>
            ))}
          </TextField>
          {kind === 'rollback' && state?.rollback && (
            <RollbackVersions
              versions={state.rollback.versions}
              targetId={state.rollback.target?.id}
              versionId={link.versionId}
              onChange={versionId => onChange({ ...link, versionId })}
            />
          )}
          {isDeploy && (
            <VersionPicker
              service={overview.service.entityRef}
              use={use}
              versionId={link.versionId}
              chosen={stale ? undefined : plan?.version}
              onChange={versionId => onChange({ ...link, versionId })}
              onEnvironmentChange={environment =>
                onChange({ ...link, environment })
              }
              label={t('dialog.version')}
              required
            />
          )}
          {shownDiff && <VersionDiffView diff={shownDiff} heading="h3" />}
          {schema && (
            <Suspense fallback={<Progress />}>
              <InputsForm
                schema={schema}
                value={inputs}
                mistakes={stale ? [] : mistakes}
                onChange={setInputs}
                onProblems={setInputProblems}
              />
            </Suspense>
          )}
          <TextField
            id={`${id}-reason`}
            label={t('reason.label')}
            helperText={t(
              reasonLeft && isReasonMissing ? 'reason.needed' : 'reason.help',
            )}
            error={reasonLeft && isReasonMissing}
            onBlur={() => setReasonLeft(true)}
            value={reason}
            required={reasonRequired}
            onChange={event => setReason(event.target.value)}
            inputProps={{ maxLength: 2000 }}
            variant="outlined"
            margin="dense"
          />
          {isDeploy && !hotfix && (
            <StartTimeField
              id={id}
              value={start}
              nextWindow={findNextWindow(plan?.blockers ?? [])}
              onChange={draft.setStart}
            />
          )}
          {isDeploy && (
            <div>
              <FormControlLabel
                control={
                  <Switch
                    checked={hotfix}
                    onChange={event => setHotfix(event.target.checked)}
                    inputProps={{ 'aria-describedby': `${id}-hotfix` }}
                    color="primary"
                  />
                }
                label={t('dialog.hotfix')}
              />
              <FormHelperText id={`${id}-hotfix`}>
                {t('dialog.hotfixHelp')}
              </FormHelperText>
            </div>
          )}
          {planError && (
            <Refusal error={planError} conflictTopic={conflictTopic} />
          )}
          {plan && !planError && runsAlready && (
            <Alert severity="info" role="status">
              {t('dialog.runsAlready', { version: plan.version?.name ?? '' })}
            </Alert>
          )}
          {plan && !planError && !runsAlready && isPlannable(choices) && (
            <PlanView
              plan={plan}
              warnings={others}
              incomplete={(schema && !complete) || isReasonMissing}
              stale={stale}
            />
          )}
          {!plan && !planError && isPlannable(choices) && <Progress />}
        </form>
      </DialogContent>
      <DialogActions>
        {error ? (
          <div className={classes.refusal}>
            <Refusal error={error} conflictTopic={conflictTopic} />
          </div>
        ) : (
          <DisabledReason
            id={`${id}-not-ready`}
            why={sending ? undefined : notReady}
          />
        )}
        <Button onClick={onClose} disabled={sending}>
          {t('dialog.back')}
        </Button>
        <PrimaryButton
          type="submit"
          form={id}
          variant="contained"
          color="primary"
          disabled={!ready}
          aria-describedby={notReady && !error ? `${id}-not-ready` : undefined}
        >
          {sending ? t('dialog.sending') : primaryLabel}
        </PrimaryButton>
      </DialogActions>
    </Dialog>
  );
}
