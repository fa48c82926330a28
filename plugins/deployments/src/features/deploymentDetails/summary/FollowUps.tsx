import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { usePaths } from '../../../routes/usePaths';
import { useNotifier } from '../../../notifications/NotifierContext';
import { useTranslation } from '../../../i18n/useTranslation';
import { RefusableButton } from '../../../shared/commands/RefusableButton';
import { useSentences } from '../../../shared/text/useSentences';
import { OpenIncidentDialog } from '../../incidents/OpenIncidentDialog';
import { ComparisonDialog } from './ComparisonDialog';

type FollowUp = NonNullable<Deployment['followUps']>['openIncident'];

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'SlipwayFollowUps' },
);

/** What can be done after a deployment ended. Each action opens the dialog that shows its plan or asks for the rest. */
export function FollowUps(props: {
  deployment: Deployment;
  environmentTitle: string;
  getTitle(environment: string): string;
}) {
  const { deployment, environmentTitle, getTitle } = props;
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
  // A bad outcome comes first; promoting is right only after a good one.
  const leaves = goBack?.from === true;
  const isGood = deployment.verification === 'passed';
  const close = () => setOpen(undefined);

  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('summary.next.group')}
    >
      {promotions.map((promotion, index) => (
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
          primary={isGood && index === 0}
        />
      ))}
      {leaves && (
        <RefusableButton
          label={t('rollBack.from')}
          press={{
            to: paths.service(service, { environment, kind: 'rollback' }),
          }}
          primary={!isGood}
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
