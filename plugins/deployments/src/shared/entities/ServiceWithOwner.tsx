import { Link } from '@backstage/core-components';
import {
  EntityDisplayName,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { usePaths } from '../../routes/usePaths';

const useStyles = makeStyles(
  // A finger meets only one of two links below each other.
  { target: { display: 'block', minHeight: 24 } },
  { name: 'SlipwayServiceWithOwner' },
);

/** A service with a link to its deployments, and below it its owner. */
export function ServiceWithOwner(props: {
  service: { entityRef: string; owner?: string };
}) {
  const { entityRef, owner } = props.service;
  const paths = usePaths();
  const classes = useStyles();
  return (
    <>
      <Link to={paths.service(entityRef)} className={classes.target}>
        <EntityDisplayName entityRef={entityRef} hideIcon />
      </Link>
      {owner && (
        <Typography
          variant="caption"
          component="div"
          className={classes.target}
        >
          <EntityRefLink entityRef={owner} hideIcon />
        </Typography>
      )}
    </>
  );
}
