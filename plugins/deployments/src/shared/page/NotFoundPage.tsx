import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { Link } from 'react-router-dom';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { PageTitle } from './PageTitle';

/** The page for an address that does not exist, with a link to one that does. */
export function NotFoundPage(props: {
  /** The link's target; defaults to all services. */
  to?: string;
  /** Whether this component has to set the page's title. */
  isPage?: boolean;
}) {
  const { t } = useTranslation();
  const paths = usePaths();
  return (
    <>
      <PageTitle title={t('page.notFound.title')} />
      <Typography
        variant="h5"
        component={props.isPage ? 'h1' : 'h2'}
        gutterBottom
      >
        {t('page.notFound.title')}
      </Typography>
      <Typography paragraph>{t('page.notFound.description')}</Typography>
      <Button component={Link} to={props.to ?? paths.root} variant="outlined">
        {t(props.to ? 'page.notFound.back' : 'page.notFound.toServices')}
      </Button>
    </>
  );
}
