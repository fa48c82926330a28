import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';

/** Above the heading of a page about one thing: the way to all of them. */
export function WayUp(props: { title: string; to: string }) {
  const { title, to } = props;
  return (
    <Typography variant="body2" component="nav" aria-label={title} gutterBottom>
      <Link to={to}>{title}</Link>
    </Typography>
  );
}
