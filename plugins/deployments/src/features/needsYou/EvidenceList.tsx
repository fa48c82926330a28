import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { AwaitedDecision } from '@slipway/backstage-plugin-deployments-common';
import { VerdictLabel } from '../../shared/labels/StatusLabels';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'SlipwayEvidenceList' },
);

/** What the steps so far have measured, one line each. */
export function EvidenceList(props: {
  label: string;
  evidence: AwaitedDecision['evidence'];
}) {
  const { label, evidence } = props;
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={label}>
      {evidence.map(({ stepId, title, verdict, message }) => (
        <Typography
          key={stepId}
          variant="body2"
          component="li"
          className={classes.item}
        >
          <strong>{title}</strong>
          {verdict && <VerdictLabel verdict={verdict} />}
          {message && <span>{message}</span>}
        </Typography>
      ))}
    </ul>
  );
}
