import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { Fragment } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import {
  SelectableName,
  type RowSelection,
} from '../../shared/tables/SelectableName';
import { ServiceHeading, ServiceInEnvironment } from './serviceCells';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    environments: {
      margin: theme.spacing(1, 0, 0),
      display: 'grid',
      gridTemplateColumns: 'minmax(90px, 30%) minmax(0, 1fr)',
      gap: theme.spacing(1),
      '& dd': { margin: 0, overflowWrap: 'anywhere' },
    },
  }),
  { name: 'SlipwayServicesList' },
);

/** A list of services with their environments, for narrow screens. */
export function ServicesList(props: {
  items: ServiceOverview[];
  environments: string[];
  getTitle(environment: string): string;
  selection?: RowSelection<ServiceOverview>;
}) {
  const { items, environments, getTitle, selection } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={t('services.title')}>
      {items.map(overview => (
        <li key={overview.service.entityRef} className={classes.item}>
          <SelectableName row={overview} selection={selection}>
            <ServiceHeading overview={overview} />
          </SelectableName>
          <dl className={classes.environments}>
            {environments.map(name => (
              <Fragment key={name}>
                <Typography
                  component="dt"
                  variant="body2"
                  color="textSecondary"
                >
                  {getTitle(name)}
                </Typography>
                <dd>
                  <ServiceInEnvironment
                    overview={overview}
                    environment={name}
                  />
                </dd>
              </Fragment>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
