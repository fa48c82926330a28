import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';
import { DEFINITION_KEY, type DefinitionId } from './definitionOf';

const useStyles = makeStyles(
  theme => ({
    icon: {
      // Above what makes a whole card a button.
      position: 'relative',
      zIndex: 1,
      display: 'inline-flex',
      verticalAlign: 'middle',
      padding: theme.spacing(0.5),
      margin: theme.spacing(-0.5, 0),
      color: theme.palette.text.secondary,
      fontSize: '1.1rem',
      '&:hover, &:focus-visible': { color: theme.palette.text.primary },
    },
  }),
  { name: 'SlipwayDefinitionLink' },
);

/** The way to how something is counted; all else that the address says stays as it is. */
export function DefinitionLink(props: {
  of: DefinitionId;
  /** What is defined; it names the link where that has no words of its own. */
  name: string;
  /** Absent: a question mark. */
  children?: ReactNode;
}) {
  const { of, name, children } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const [query] = useSearchParams();
  const next = new URLSearchParams(query);
  next.set(DEFINITION_KEY, of);
  const label = t('dora.definitionOf', { name });
  return children ? (
    <Link to={`?${next}`}>{children}</Link>
  ) : (
    <Link
      to={`?${next}`}
      className={classes.icon}
      aria-label={label}
      title={label}
    >
      <HelpOutline fontSize="inherit" aria-hidden />
    </Link>
  );
}
