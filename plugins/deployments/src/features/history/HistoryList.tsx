import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';
import { PrincipalName } from '../../shared/people/PrincipalLink';
import { RelativeTime } from '../../shared/time/RelativeTime';
import {
  ActionLink,
  DeploymentLink,
  DeploymentDuration,
  useOutcome,
  type HistoryAction,
} from './historyCells';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
    },
    took: { marginLeft: 'auto' },
  }),
  { name: 'SlipwayHistoryList' },
);

/** A list of deployments for narrow screens: the same content as the table, without scrolling sideways. */
export function HistoryList(props: {
  items: DeploymentSummary[];
  withService?: boolean;
  getTitle(environment: string): string;
  /** What the reader can do with a deployment's version again; absent if unknown. */
  getAction?(deployment: DeploymentSummary): HistoryAction | undefined;
}) {
  const { items, withService = false, getTitle, getAction } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const formatOutcome = useOutcome();
  return (
    <ul className={classes.list} aria-label={t('history.title')}>
      {items.map(deployment => {
        const action = getAction?.(deployment);
        return (
          <li key={deployment.id} className={classes.item}>
            <Typography
              variant="body2"
              component="div"
              className={classes.line}
            >
              <DeploymentStatusLabel status={deployment.status} />
              <span className={classes.took}>
                <DeploymentDuration deployment={deployment} />
              </span>
            </Typography>
            <Typography variant="body1" component="div">
              {withService && (
                <>
                  <EntityRefLink entityRef={deployment.service} hideIcon />{' '}
                </>
              )}
              <DeploymentLink deployment={deployment} /> →{' '}
              {getTitle(deployment.environment)}
            </Typography>
            <Typography variant="body2" component="div" color="textSecondary">
              <RelativeTime at={deployment.requestedAt} /> {t('people.by')}{' '}
              <PrincipalName principal={deployment.requestedBy} />
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {formatOutcome(deployment)}
            </Typography>
            {action && (
              <Typography variant="body2" component="div">
                <ActionLink
                  action={action}
                  deployment={deployment}
                  environmentTitle={getTitle(deployment.environment)}
                />
              </Typography>
            )}
          </li>
        );
      })}
    </ul>
  );
}
