import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useTranslation } from '../../../i18n/useTranslation';
import { DEFINITION_KEY, type DefinitionId } from './parseDefinition';

const useStyles = makeStyles(
  theme => ({
    icon: {
      // Above the layer that makes the whole card a button.
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

/** A link to a definition that keeps the rest of the address. */
export function DefinitionLink(props: {
  definition: DefinitionId;
  /** What is defined. It names the link if there are no children. */
  name: string;
  /** Defaults to a question mark. */
  children?: ReactNode;
}) {
  const { definition, name, children } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [query] = useSearchParams();
  const next = new URLSearchParams(query);
  next.set(DEFINITION_KEY, definition);
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
