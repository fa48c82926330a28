import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';

/** A link above a page's heading to the list that it belongs to. */
export function UpLink(props: { title: string; to: string }) {
  const { title, to } = props;
  return (
    <Typography variant="body2" component="nav" aria-label={title} gutterBottom>
      <Link to={to}>{title}</Link>
    </Typography>
  );
}
