import { useApi } from '@backstage/core-plugin-api';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useState } from 'react';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import { chooseOverviewInterval } from '../../../hooks/chooseOverviewInterval';
import { usePolling } from '../../../hooks/usePolling';
import { usePaths } from '../../../routes/usePaths';
import { useNotifier } from '../../../notifications/NotifierContext';
import { useTranslation } from '../../../i18n/useTranslation';
import { RefusableButton } from '../../../shared/commands/RefusableButton';
import { useSentences } from '../../../shared/text/useSentences';
import {
  choosePrimaryAction,
  type PrimaryAction,
} from '../../environments/actions/choosePrimaryAction';
import { EnvironmentNotices } from '../../environments/EnvironmentNotices';
import { HealthLine } from '../../environments/HealthLine';
import { OpenIncidentDialog } from '../../incidents/OpenIncidentDialog';
import { ComparisonDialog } from './ComparisonDialog';

type FollowUp = NonNullable<Deployment['followUps']>['openIncident'];

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'SlipwayFollowUps' },
);

interface FollowUpsProps {
  deployment: Deployment;
  environmentTitle: string;
  getTitle(environment: string): string;
}

/** What can be done after a deployment ended. Each action opens the dialog that shows its plan or asks for the rest. */
export function FollowUps(props: FollowUpsProps) {
  const { promotions = [] } = props.deployment.followUps ?? {};
  return promotions.length > 0 ? (
    <PromotableFollowUps {...props} />
  ) : (
    <FollowUpButtons {...props} />
  );
}

/**
 * Whether promoting is right depends on the environment as it is now: the service may have become unhealthy since, or a
 * hold may have been placed.
 */
function PromotableFollowUps(props: FollowUpsProps) {
  const { service, environment } = props.deployment;
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getServiceOverview(service, { signal }),
    [api, service],
  );
  const { environments = [] } =
    usePolling(load, chooseOverviewInterval).value ?? {};
  const state = environments.find(
    each => each.environment.name === environment,
  );
  return (
    <>
      {state && (
        <EnvironmentNotices state={state} onAllowOverwriting={undefined} />
      )}
      {state?.health.status === 'unhealthy' && (
        <Alert severity="error">
          <strong>{t('health.unhealthy')}</strong>
          <HealthLine health={state.health} />
        </Alert>
      )}
      <FollowUpButtons
        {...props}
        primary={
          state &&
          choosePrimaryAction(
            state,
            environments.filter(each =>
              state.promotesTo?.includes(each.environment.name),
            ),
          )
        }
      />
    </>
  );
}

function FollowUpButtons(
  props: FollowUpsProps & {
    /** What is right for the environment now, if something could be promoted from it. */
    primary?: PrimaryAction;
  },
) {
  const { deployment, environmentTitle, getTitle, primary } = props;
  const { service, environment, version, followUps, goBack } = deployment;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  const paths = usePaths();
  const notify = useNotifier();
  const serviceTitle = useEntityPresentation(service).primaryTitle;
  const [open, setOpen] = useState<'comparison' | 'incident'>();
  if (!followUps) {
    return null;
  }
  const { deploy, remove, rollBackTo, promotions, openIncident, comparison } =
    followUps;

  const explain = (
    { allowed, refusal, message, sentences }: FollowUp,
    notPermitted: string,
  ): string | undefined => {
    if (allowed) {
      return undefined;
    }
    switch (refusal) {
      case 'not_eligible':
        return (
          say(sentences, message) ??
          t('summary.next.notEligible', { version: version.name })
        );
      case 'not_permitted':
      case undefined:
        return notPermitted;
      default:
        return refusal satisfies never;
    }
  };
  const leaves = goBack?.from === true;
  const isGood = deployment.verification === 'passed';
  const close = () => setOpen(undefined);

  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('summary.next.group')}
    >
      {promotions.map(promotion => (
        <RefusableButton
          key={promotion.environment}
          label={t('environment.promote', {
            environment: getTitle(promotion.environment),
          })}
          press={{
            to: paths.service(service, {
              environment: promotion.environment,
              versionId: version.id,
            }),
          }}
          refusal={explain(promotion, t('environment.mayNotDeploy'))}
          primary={
            primary?.kind === 'promote' &&
            primary.to.environment.name === promotion.environment
          }
        />
      ))}
      {leaves && (
        <RefusableButton
          label={t('rollBack.from')}
          press={{
            to: paths.service(service, { environment, kind: 'rollback' }),
          }}
          primary={!isGood || primary?.kind === 'rollBack'}
        />
      )}
      {rollBackTo && (
        <RefusableButton
          label={t('rollBack.toIn', {
            version: version.name,
            environment: environmentTitle,
          })}
          press={{
            to: paths.service(service, {
              environment,
              kind: 'rollback',
              versionId: version.id,
            }),
          }}
          refusal={explain(rollBackTo, t('rollBack.notYours'))}
        />
      )}
      {deploy && (
        <RefusableButton
          label={t('summary.next.deploy')}
          press={{
            to: paths.service(service, { environment, versionId: version.id }),
          }}
          refusal={explain(deploy, t('environment.mayNotDeploy'))}
        />
      )}
      {remove && (
        <RefusableButton
          label={t('summary.next.remove', { environment: environmentTitle })}
          press={{
            to: paths.service(service, { environment, kind: 'remove' }),
          }}
          refusal={explain(remove, t('environment.mayNotDeploy'))}
          hint={t('summary.next.removeHelp', { version: version.name })}
        />
      )}
      {comparison?.to && (
        <RefusableButton
          label={t('summary.next.compare', { version: comparison.to.name })}
          press={() => setOpen('comparison')}
        />
      )}
      <RefusableButton
        label={t('summary.next.openIncident')}
        press={() => setOpen('incident')}
        refusal={explain(openIncident, t('summary.next.mayNotOpenIncident'))}
      />
      {open === 'comparison' && comparison && (
        <ComparisonDialog
          deployment={deployment}
          comparison={comparison}
          environmentTitle={environmentTitle}
          onClose={close}
        />
      )}
      {open === 'incident' && (
        <OpenIncidentDialog
          service={service}
          title={serviceTitle}
          causedBy={deployment.id}
          onDone={() =>
            notify({ title: t('incidents.done.open'), status: 'success' })
          }
          onClose={close}
        />
      )}
    </div>
  );
}
