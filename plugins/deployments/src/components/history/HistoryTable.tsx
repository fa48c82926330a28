import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes';
import { deploymentsTranslationRef } from '../../translation';
import { DeploymentStatusLabel } from '../labels/StatusLabels';
import { PrincipalName } from '../people/Who';
import { LiveDuration } from '../time/LiveDuration';
import { RelativeTime } from '../time/RelativeTime';

const useStyles = makeStyles(
  theme => ({
    table: {
      // Backstage's theme breaks words in cells; the table scrolls in its frame instead.
      '& th, & td': { wordBreak: 'normal', whiteSpace: 'nowrap' },
    },
    what: { maxWidth: 280, overflow: 'hidden', textOverflow: 'ellipsis' },
    outcome: {
      '&&': { whiteSpace: 'normal', overflowWrap: 'anywhere' },
      minWidth: 280,
      width: '100%',
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayHistoryTable' },
);

function Row(props: {
  deployment: DeploymentSummary;
  withService: boolean;
  titleOf(environment: string): string;
}) {
  const { deployment, withService, titleOf } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const paths = usePaths();
  const outcome = [
    deployment.message,
    deployment.commitCount
      ? t('history.commits', { count: deployment.commitCount })
      : undefined,
  ].filter(Boolean);
  return (
    <TableRow hover>
      <TableCell>
        <DeploymentStatusLabel status={deployment.status} />
      </TableCell>
      <TableCell
        component="th"
        scope="row"
        className={classes.what}
        title={deployment.version.name}
      >
        <Link to={paths.deployment(deployment.id)}>
          {t(`history.what.${deployment.kind}`, {
            version: deployment.version.name,
          })}
        </Link>
        {deployment.hotfix && ` · ${t('history.hotfix')}`}
      </TableCell>
      {withService && (
        <TableCell>
          <EntityRefLink entityRef={deployment.service} hideIcon />
        </TableCell>
      )}
      <TableCell>{titleOf(deployment.environment)}</TableCell>
      <TableCell>
        {deployment.startedAt ? (
          <LiveDuration
            from={deployment.startedAt}
            to={deployment.finishedAt}
          />
        ) : (
          '–'
        )}
      </TableCell>
      <TableCell>
        <PrincipalName principal={deployment.requestedBy} />
      </TableCell>
      <TableCell>
        <RelativeTime at={deployment.requestedAt} />
      </TableCell>
      <TableCell className={classes.outcome}>{outcome.join(' · ')}</TableCell>
    </TableRow>
  );
}

/** Deployments in rows. */
export function HistoryTable(props: {
  items: DeploymentSummary[];
  withService?: boolean;
  titleOf(environment: string): string;
}) {
  const { items, withService = false, titleOf } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  return (
    <TableContainer>
      <Table
        size="small"
        className={classes.table}
        aria-label={t('history.title')}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('history.column.status')}</TableCell>
            <TableCell>{t('history.column.deployment')}</TableCell>
            {withService && (
              <TableCell>{t('history.column.service')}</TableCell>
            )}
            <TableCell>{t('history.column.environment')}</TableCell>
            <TableCell>{t('history.column.duration')}</TableCell>
            <TableCell>{t('history.column.by')}</TableCell>
            <TableCell>{t('history.column.when')}</TableCell>
            <TableCell>{t('history.column.outcome')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(deployment => (
            <Row
              key={deployment.id}
              deployment={deployment}
              withService={withService}
              titleOf={titleOf}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
