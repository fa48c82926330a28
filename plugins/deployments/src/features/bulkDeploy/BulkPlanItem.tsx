import { Link, Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircle';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import ThumbsUpDown from '@material-ui/icons/ThumbsUpDown';
import Warning from '@material-ui/icons/Warning';
import type {
  Environment,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { Refusal } from '../../shared/dialogs/Refusal';
import { ToneLabel, type LabelStyle } from '../../shared/labels/ToneLabel';
import { assessPlan, isDowngrade, isRequestable } from './assessPlan';
import type { BulkItem } from './bulkItem';
import { isPlannable, type Planned } from './useBulkPlans';
import type { Requested } from './useBulkRequests';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    body: {
      ...theme.typography.body2,
      paddingLeft: theme.spacing(4),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
    },
    alone: { display: 'block', textDecoration: 'underline' },
  }),
  { name: 'SlipwayBulkPlanItem' },
);

const STYLES = {
  starts: { tone: 'ok', icon: CheckCircle },
  waits: { tone: 'warning', icon: ThumbsUpDown },
  queued: { tone: 'warning', icon: HourglassEmpty },
  leftOut: { tone: 'muted', icon: RemoveCircleOutline },
  notChosen: { tone: 'muted', icon: RemoveCircleOutline },
  refused: { tone: 'error', icon: Block },
  needsInputs: { tone: 'muted', icon: RemoveCircleOutline },
} satisfies Record<string, LabelStyle>;

/** What happens to a service, given its plan and whether it is included. */
export type ItemState = keyof typeof STYLES;

export function findItemState(plan: Plan, included: boolean): ItemState {
  const readiness = assessPlan(plan);
  if (!isRequestable(readiness)) {
    return readiness === 'refused' ? 'refused' : 'needsInputs';
  }
  if (readiness === 'blocked') {
    return included ? 'queued' : 'leftOut';
  }
  if (!included) {
    return 'notChosen';
  }
  return readiness;
}

/** The approvals that a plan needs: the environment's rules, and the steps that wait for one. */
function listApprovals({ environment, steps }: Plan): string[] {
  return [
    ...(environment.approvals ?? []).map(({ name }) => name),
    ...steps.filter(({ use }) => use === 'approve').map(({ title }) => title),
  ];
}

/** A service's plan in short, with a checkbox that includes it, and what became of its request. */
export function BulkPlanItem(props: {
  item: BulkItem;
  from: Environment;
  to: Environment;
  planned: Planned | undefined;
  outcome: Requested | undefined;
  included: boolean;
  disabled: boolean;
  onInclude(included: boolean): void;
  onReplan(): void;
}) {
  const {
    item,
    from,
    to,
    planned,
    outcome,
    included,
    disabled,
    onInclude,
    onReplan,
  } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const { service, version, current } = item;
  const name = service.title ?? service.name;
  const plan = planned?.result === 'planned' ? planned.plan : undefined;
  const canInclude = plan !== undefined && isRequestable(assessPlan(plan));
  return (
    <li className={classes.root}>
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            size="small"
            checked={included}
            disabled={disabled || !canInclude || outcome !== undefined}
            onChange={(_, checked) => onInclude(checked)}
          />
        }
        label={
          <>
            <strong>{name}</strong>{' '}
            {version &&
              isPlannable(item) &&
              t('bulk.versions', {
                from: current?.name ?? t('bulk.noVersion'),
                to: version.name,
              })}
          </>
        }
      />
      <div className={classes.body}>
        <ItemDetails {...props} plan={plan} />
        {outcome?.result === 'requested' && <RequestedLabel id={outcome.id} />}
        {outcome?.result === 'failed' && <Refusal error={outcome.error} />}
        {isPlannable(item) && !planned && !disabled && <Progress />}
        {planned?.result === 'failed' && (
          <>
            <Refusal error={planned.error} />
            <div>
              <Button size="small" disabled={disabled} onClick={onReplan}>
                {t('page.tryAgain')}
              </Button>
            </div>
          </>
        )}
        {!isPlannable(item) && (
          <Typography variant="body2" color="textSecondary">
            {t(version ? 'bulk.readiness.same' : 'bulk.readiness.noSource', {
              environment: version ? to.title : from.title,
            })}
          </Typography>
        )}
      </div>
    </li>
  );
}

function RequestedLabel(props: { id: string }) {
  const { t } = useTranslation();
  const paths = usePaths();
  return (
    <Link to={paths.deployment(props.id)} underline="always">
      <ToneLabel tone="ok" icon={CheckCircle}>
        {t('bulk.requested')}
      </ToneLabel>
    </Link>
  );
}

/** When it starts, the golden path, the approvals and what blocks it. */
function ItemDetails(props: {
  item: BulkItem;
  to: Environment;
  plan: Plan | undefined;
  included: boolean;
}) {
  const { item, to, plan, included } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  if (!plan) {
    return null;
  }
  const state = findItemState(plan, included);
  const approvals = listApprovals(plan);
  const { service, version } = item;
  return (
    <>
      <ToneLabel {...STYLES[state]} wraps>
        {t(`bulk.readiness.${state}`, { environment: to.title })}
      </ToneLabel>
      {isDowngrade(plan) && (
        <ToneLabel tone="warning" icon={Warning} wraps>
          {t('bulk.downgrade', { environment: to.title })}
        </ToneLabel>
      )}
      <Typography variant="body2" color="textSecondary">
        {[
          t('goldenPath', { title: plan.goldenPath.title }),
          approvals.length > 0 &&
            t('bulk.approvals', { names: approvals.join(', ') }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      {plan.blockers.length > 0 && <BlockerList blockers={plan.blockers} />}
      {state === 'needsInputs' && (
        <Link
          className={classes.alone}
          to={paths.service(service.entityRef, {
            environment: to.name,
            versionId: version?.id,
          })}
        >
          {t('bulk.deployAlone', { service: service.title ?? service.name })}
        </Link>
      )}
    </>
  );
}
