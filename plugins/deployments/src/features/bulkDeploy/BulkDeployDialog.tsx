import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  CreateDeploymentRequest,
  Environment,
} from '@slipway/backstage-plugin-deployments-common';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { Dialog } from '../../shared/dialogs/Dialog';
import { DisabledReason } from '../../shared/dialogs/DisabledReason';
import { uniqueId } from '../../shared/ids/uniqueId';
import {
  assessPlan,
  isDowngrade,
  isPreselected,
  isRequestable,
} from './assessPlan';
import type { BulkItem } from './bulkItem';
import { BulkPlanItem, findItemState, type ItemState } from './BulkPlanItem';
import { isPlannable, useBulkPlans } from './useBulkPlans';
import { useBulkRequests, type Requested } from './useBulkRequests';

const useStyles = makeStyles(
  theme => ({
    content: { overflowWrap: 'anywhere' },
    list: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
  }),
  { name: 'SlipwayBulkDeployDialog' },
);

const COUNTED = ['starts', 'waits', 'queued', 'leftOut'] as const;

/** Promotes several services: shows each service's plan in short, and requests a deployment of each after one confirmation. */
export default function BulkDeployDialog(props: {
  items: readonly BulkItem[];
  from: Environment;
  to: Environment;
  onClose(): void;
}) {
  const { from, to, onClose } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const fullScreen = useMediaQuery(useTheme().breakpoints.down('xs'));
  const navigate = useNavigate();
  const paths = usePaths();
  const [id] = useState(uniqueId);
  // The list behind the dialog refreshes itself. What was chosen stays.
  const [items] = useState(props.items);
  const { plans, replan } = useBulkPlans(items, to.name);
  const { outcomes, sending, done, send } = useBulkRequests();
  const [reason, setReason] = useState('');
  /** What the person chose, by entity ref. */
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(
    new Map(),
  );

  const findPlan = (ref: string) => {
    const planned = plans.get(ref);
    return planned?.result === 'planned' ? planned.plan : undefined;
  };
  const isIncluded = (ref: string): boolean => {
    const plan = findPlan(ref);
    return (
      plan !== undefined &&
      isRequestable(assessPlan(plan)) &&
      (choices.get(ref) ?? isPreselected(plan))
    );
  };
  const refs = items.map(({ service }) => service.entityRef);
  const plannable = items.filter(isPlannable).length;
  const isPlanning = plans.size < plannable;
  const blocked = refs.filter(ref => {
    const plan = findPlan(ref);
    return plan && assessPlan(plan) === 'blocked' && !isDowngrade(plan);
  });
  const included = refs.filter(isIncluded);
  const downgraded = items.filter(({ service: { entityRef } }) => {
    const plan = findPlan(entityRef);
    return plan && isDowngrade(plan) && included.includes(entityRef);
  });
  const failed = refs.filter(ref => outcomes.get(ref)?.result === 'failed');
  const requested = refs.flatMap(ref => {
    const outcome = outcomes.get(ref);
    return outcome?.result === 'requested' ? [outcome.id] : [];
  });
  const wasSent = outcomes.size > 0;
  /** What the button requests: everything included, or after that what failed. */
  const next = wasSent ? failed : included;

  const include = (changed: readonly string[], isOn: boolean) =>
    setChoices(
      before =>
        new Map([...before, ...changed.map(ref => [ref, isOn] as const)]),
    );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending > 0 || isPlanning || next.length === 0) {
      return;
    }
    // What failed stays chosen, whatever its new plan says.
    include(next, true);
    const unplanned = next.filter(ref => !findPlan(ref));
    if (unplanned.length > 0) {
      await replan(unplanned);
      return;
    }
    const all = await send(
      next.flatMap((service): CreateDeploymentRequest[] => {
        const plan = findPlan(service);
        return plan?.version
          ? [
              {
                service,
                environment: to.name,
                kind: 'deploy',
                versionId: plan.version.id,
                planHash: plan.planHash,
                ...(reason.trim() ? { reason: reason.trim() } : {}),
              },
            ]
          : [];
      }),
    );
    const refused = [...all].filter(([, outcome]) => isRefused(outcome));
    // A plan may have changed since it was shown.
    await replan(refused.map(([service]) => service));
    const ids = [...all.values()].flatMap(outcome =>
      outcome.result === 'requested' ? [outcome.id] : [],
    );
    if (ids.length === all.size) {
      navigate(paths.batch(ids));
    }
  };

  const counts = COUNTED.map(state => ({
    state,
    count: refs.filter(
      ref => toCounted(findPlan(ref), isIncluded(ref)) === state,
    ).length,
  })).filter(({ count }) => count > 0);
  const status = () => {
    if (sending > 0) {
      return t('bulk.sending', {
        done: String(done),
        total: String(sending),
      });
    }
    if (isPlanning) {
      return t('bulk.planning', {
        done: String(plans.size),
        total: String(plannable),
      });
    }
    return counts
      .map(({ state, count }) => t(`bulk.counts.${state}`, { count }))
      .join(' · ');
  };
  const primaryLabel = () => {
    const count = next.length;
    if (wasSent) {
      return t('bulk.retry', { count });
    }
    return count > 0
      ? t('bulk.confirm', { count, to: to.title })
      : t('bulk.confirmNone', { to: to.title });
  };
  const notReady =
    !isPlanning && next.length === 0 && !wasSent
      ? t('bulk.chooseOne')
      : undefined;

  return (
    <Dialog
      open
      onClose={sending > 0 ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      maxWidth="md"
      fullWidth
      fullScreen={fullScreen}
      scroll="paper"
    >
      <DialogTitle id={`${id}-title`}>
        {t('bulk.title', {
          count: items.length,
          from: from.title,
          to: to.title,
        })}
      </DialogTitle>
      <DialogContent dividers className={classes.content}>
        <form id={id} onSubmit={submit}>
          <DialogContentText>{t('bulk.consequence')}</DialogContentText>
          {blocked.length > 0 && !wasSent && (
            <FormControlLabel
              control={
                <Switch
                  color="primary"
                  checked={blocked.every(isIncluded)}
                  onChange={event => include(blocked, event.target.checked)}
                />
              }
              label={t('bulk.queueBlocked', { count: blocked.length })}
            />
          )}
          <ul className={classes.list} aria-label={t('bulk.services')}>
            {items.map(item => {
              const ref = item.service.entityRef;
              return (
                <BulkPlanItem
                  key={ref}
                  item={item}
                  from={from}
                  to={to}
                  planned={plans.get(ref)}
                  outcome={outcomes.get(ref)}
                  included={isIncluded(ref)}
                  disabled={sending > 0 || wasSent}
                  onInclude={isOn => include([ref], isOn)}
                  onReplan={() => replan([ref])}
                />
              );
            })}
          </ul>
          {downgraded.length > 0 && !wasSent && (
            <Alert severity="warning" role="alert">
              {t('bulk.downgrades', {
                count: downgraded.length,
                to: to.title,
                services: downgraded
                  .map(({ service }) => service.title ?? service.name)
                  .join(', '),
              })}
            </Alert>
          )}
          <TextField
            id={`${id}-reason`}
            label={t('reason.label')}
            helperText={t('reason.help')}
            value={reason}
            disabled={sending > 0 || wasSent}
            onChange={event => setReason(event.target.value)}
            inputProps={{ maxLength: 2000 }}
            variant="outlined"
            margin="dense"
            fullWidth
          />
          {failed.length > 0 && sending === 0 && (
            <Alert severity="error" role="alert">
              {t('bulk.failed', {
                failed: String(failed.length),
                total: String(outcomes.size),
              })}
            </Alert>
          )}
        </form>
      </DialogContent>
      <DialogActions>
        <DisabledReason
          id={`${id}-status`}
          why={notReady ?? (wasSent && sending === 0 ? undefined : status())}
        />
        <Button onClick={onClose} disabled={sending > 0}>
          {t('dialog.back')}
        </Button>
        {failed.length > 0 && requested.length > 0 && sending === 0 && (
          <Button
            variant="outlined"
            onClick={() => navigate(paths.batch(requested))}
          >
            {t('bulk.open', { count: requested.length })}
          </Button>
        )}
        <Button
          type="submit"
          form={id}
          variant="contained"
          color="primary"
          disabled={sending > 0 || isPlanning || next.length === 0}
          aria-describedby={`${id}-status`}
        >
          {primaryLabel()}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function isRefused(outcome: Requested): boolean {
  return outcome.result === 'failed' && outcome.isFinal;
}

/** The part of the summary that a service belongs to. Without a plan it cannot be requested. */
function toCounted(
  plan: Parameters<typeof findItemState>[0] | undefined,
  included: boolean,
): (typeof COUNTED)[number] {
  const state: ItemState = plan ? findItemState(plan, included) : 'notChosen';
  return COUNTED.find(each => each === state) ?? 'leftOut';
}
