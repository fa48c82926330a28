import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { RowHeader } from '../../shared/tables/RowHeader';
import { useTranslation } from '../../i18n/useTranslation';
import {
  SelectableName,
  type RowSelection,
} from '../../shared/tables/SelectableName';
import { ServiceHeading, ServiceInEnvironment } from './serviceCells';

const useStyles = makeStyles(
  {
    cell: { verticalAlign: 'top', minWidth: 130 },
    // Backstage's theme breaks words in cells. Names have spaces or hyphens, unlike versions.
    name: { '&&': { wordBreak: 'normal' } },
  },
  { name: 'SlipwayServicesTable' },
);

/** A table of services by environment, for wide screens. */
export function ServicesTable(props: {
  items: ServiceOverview[];
  environments: string[];
  getTitle(environment: string): string;
  selection?: RowSelection<ServiceOverview>;
}) {
  const { items, environments, getTitle, selection } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  return (
    <TableContainer>
      <Table size="small" aria-label={t('services.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('history.column.service')}</TableCell>
            {environments.map(name => (
              <TableCell key={name} className={classes.name}>
                {getTitle(name)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(overview => (
            <TableRow key={overview.service.entityRef}>
              <RowHeader className={`${classes.cell} ${classes.name}`}>
                <SelectableName row={overview} selection={selection}>
                  <ServiceHeading overview={overview} />
                </SelectableName>
              </RowHeader>
              {environments.map(name => (
                <TableCell key={name} className={classes.cell}>
                  <ServiceInEnvironment
                    overview={overview}
                    environment={name}
                  />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
