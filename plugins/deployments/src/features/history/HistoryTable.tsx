import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { RowHeader } from '../../shared/tables/RowHeader';
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
    table: {
      // Backstage's theme breaks words in cells; the table scrolls in its frame instead.
      '& th, & td': { wordBreak: 'normal', whiteSpace: 'nowrap' },
    },
    // Like the outcome, it has several lines where there is little room.
    action: { '&&': { whiteSpace: 'normal' }, minWidth: 90 },
    what: { maxWidth: 280, overflow: 'hidden', textOverflow: 'ellipsis' },
    outcome: {
      '&&': { whiteSpace: 'normal', overflowWrap: 'anywhere' },
      minWidth: 180,
      width: '100%',
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayHistoryTable' },
);

function Row(props: {
  deployment: DeploymentSummary;
  withService: boolean;
  getTitle(environment: string): string;
  getAction?(deployment: DeploymentSummary): HistoryAction | undefined;
}) {
  const { deployment, withService, getTitle, getAction } = props;
  const classes = useStyles();
  const formatOutcome = useOutcome();
  const action = getAction?.(deployment);
  return (
    <TableRow>
      <TableCell>
        <DeploymentStatusLabel status={deployment.status} />
      </TableCell>
      <RowHeader className={classes.what} title={deployment.version.name}>
        <DeploymentLink deployment={deployment} />
      </RowHeader>
      {withService && (
        <TableCell>
          <EntityRefLink entityRef={deployment.service} hideIcon />
        </TableCell>
      )}
      <TableCell>{getTitle(deployment.environment)}</TableCell>
      <TableCell>
        <DeploymentDuration deployment={deployment} />
      </TableCell>
      <TableCell>
        <PrincipalName principal={deployment.requestedBy} />
      </TableCell>
      <TableCell>
        <RelativeTime at={deployment.requestedAt} />
      </TableCell>
      <TableCell className={classes.outcome}>
        {formatOutcome(deployment)}
      </TableCell>
      {getAction && (
        <TableCell className={classes.action}>
          {action && (
            <ActionLink
              action={action}
              deployment={deployment}
              environmentTitle={getTitle(deployment.environment)}
            />
          )}
        </TableCell>
      )}
    </TableRow>
  );
}

/** Deployments in rows, for wide screens. */
export function HistoryTable(props: {
  items: DeploymentSummary[];
  withService?: boolean;
  getTitle(environment: string): string;
  /** What the reader can do with a deployment's version again; absent if unknown. */
  getAction?(deployment: DeploymentSummary): HistoryAction | undefined;
}) {
  const { items, withService = false, getTitle, getAction } = props;
  const { t } = useTranslation();
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
            {getAction && <TableCell>{t('rollBack.column')}</TableCell>}
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(deployment => (
            <Row
              key={deployment.id}
              deployment={deployment}
              withService={withService}
              getTitle={getTitle}
              getAction={getAction}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
