import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { useSentences } from '../../../shared/text/useSentences';
import { useCauseText } from './useCauseText';
import { formatDuration, formatWeight } from '../../../shared/format/value';

/** Returns a function that says how a deployment ended and why, or why it stops or rolls back. Undefined before that. */
export function useOutcomeText(
  environmentTitle: string,
): (deployment: Deployment) => string | undefined {
  const { t } = useTranslation();
  const say = useSentences();
  const describeCause = useCauseText();

  return deployment => {
    const { kind, status, rollback, startedAt } = deployment;
    const message = say(deployment.sentences, deployment.message);
    const version = deployment.version.name;
    const environment = environmentTitle;
    const cause = describeCause(deployment);
    const measureUntil = (end: string | undefined) =>
      formatDuration(
        startedAt && end ? Date.parse(end) - Date.parse(startedAt) : 0,
      );
    switch (status) {
      case 'succeeded': {
        const what = t(`summary.outcome.succeeded.${kind}`, {
          version,
          environment,
        });
        const outcome =
          kind === 'remove'
            ? `${what}.`
            : t(
                `summary.outcome.verification.${toVerification(
                  deployment.verification,
                )}`,
                { what },
              );
        const current = deployment.followUps?.comparison?.to;
        return current
          ? t('summary.outcome.runsNow', {
              what: outcome,
              version: current.name,
            })
          : outcome;
      }
      case 'rolled_back': {
        const why = cause ?? say(rollback?.sentences, rollback?.message);
        if (!why) {
          return message;
        }
        const span = measureUntil(rollback?.startedAt);
        return sentence(
          rollback?.to
            ? t('summary.outcome.rolledBack', {
                version: rollback.to.name,
                span,
                cause: why,
              })
            : t('summary.outcome.stopped', { version, span, cause: why }),
        );
      }
      case 'rollback_failed':
        return cause && message
          ? sentence(
              t('summary.outcome.rollbackFailed', {
                message: sentence(message),
                cause,
              }),
            )
          : message;
      case 'failed': {
        if (!cause) {
          return message;
        }
        const what = sentence(
          t('summary.outcome.failed', {
            span: measureUntil(deployment.finishedAt),
            cause,
          }),
        );
        const weight = deployment.trafficWeight ?? 0;
        if (!deployment.mayHaveChanged) {
          return t('summary.outcome.unchanged', { what, environment });
        }
        return weight > 0
          ? t('summary.outcome.keepsTraffic', {
              what,
              version,
              weight: formatWeight(weight),
            })
          : what;
      }
      case 'cancelled':
      case 'expired':
      case 'superseded':
        return message;
      case 'queued':
        return undefined;
      case 'running':
      case 'waiting':
        // It has one while it stops.
        return message;
      case 'rolling_back':
        return rollback ? say(rollback.sentences, rollback.message) : message;
      default:
        return status satisfies never;
    }
  };
}

function toVerification(
  verification: Deployment['verification'],
): 'passed' | 'overridden' | 'inconclusive' {
  return verification === 'passed' || verification === 'overridden'
    ? verification
    : 'inconclusive';
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
