import { MarkdownContent } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useCallback, useState } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { useTranslation } from '../../../i18n/useTranslation';
import { definitions } from './definitions.generated';
import type { DefinitionId } from './parseDefinition';

const useStyles = makeStyles(
  theme => ({
    section: {
      marginBottom: theme.spacing(3),
      maxWidth: '80ch',
      overflowWrap: 'anywhere',
      '& th, & td': { wordBreak: 'normal', overflowWrap: 'normal' },
    },
    title: { '&:focus': { outline: 'none' } },
    requested: {
      borderLeft: `4px solid ${theme.palette.primary.main}`,
      paddingLeft: theme.spacing(1),
      marginLeft: theme.spacing(-1.5),
    },
  }),
  { name: 'SlipwayDefinitions' },
);

/** All definitions, scrolled to the requested section. */
export default function DefinitionsDialog(props: {
  definition: DefinitionId;
  onClose(): void;
}) {
  const { definition, onClose } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const show = useCallback((heading: HTMLElement | null) => {
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView?.({ block: 'start' });
  }, []);
  return (
    <Dialog
      open
      pageTitle={t('dora.definitions')}
      onClose={onClose}
      aria-labelledby={id}
      maxWidth="md"
      fullWidth
      fullScreen={isNarrow}
      // The section takes the focus, so that it is read aloud and scrolled into view.
      disableAutoFocus
    >
      <DialogTitle id={id}>{t('dora.definitions')}</DialogTitle>
      <DialogContent dividers>
        {definitions.map(({ id: section, title, text }) => (
          <section key={section} className={classes.section}>
            <Typography
              ref={section === definition ? show : undefined}
              tabIndex={-1}
              variant="h6"
              component="h3"
              className={`${classes.title} ${
                section === definition ? classes.requested : ''
              }`}
            >
              {title}
            </Typography>
            <MarkdownContent content={text} linkTarget="_blank" />
          </section>
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('dora.rows.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
