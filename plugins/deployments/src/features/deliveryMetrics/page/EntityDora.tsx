import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import { usePaths } from '../../../routes/usePaths';
import { ExactPath } from '../../../shared/page/ExactPath';
import { Incidents } from '../../incidents/Incidents';
import { DoraDashboard } from './DoraDashboard';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
  }),
  { name: 'SlipwayEntityDora' },
);

/** The incidents and delivery metrics of the service whose page this is. */
export function EntityDora() {
  const { entity } = useEntity();
  const classes = useStyles();
  const service = stringifyEntityRef(entity);
  const paths = usePaths();
  return (
    <ExactPath path={paths.serviceDora(service)}>
      <div className={classes.root} key={service}>
        <Incidents
          service={service}
          title={entity.metadata.title ?? entity.metadata.name}
        />
        <DoraDashboard service={service} />
      </div>
    </ExactPath>
  );
}
