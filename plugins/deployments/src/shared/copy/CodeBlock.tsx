import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import FileCopy from '@material-ui/icons/FileCopy';
import { useEffect, useState } from 'react';
import useCopyToClipboard from 'react-use/lib/useCopyToClipboard';
import { useTranslation } from '../../i18n/useTranslation';

/** How long the confirmation is shown. */
const SHOWN_MS = 4_000;

const useStyles = makeStyles(
  theme => ({
    root: { margin: theme.spacing(1, 0) },
    code: {
      ...theme.typography.body2,
      fontFamily: 'monospace',
      margin: 0,
      padding: theme.spacing(1),
      maxHeight: 280,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      whiteSpace: 'pre',
    },
    actions: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginTop: theme.spacing(0.5),
    },
  }),
  { name: 'SlipwayCodeBlock' },
);

/** Lines to copy, with a button that copies them. */
export function CodeBlock(props: {
  /** What the lines do, for screen readers. */
  label: string;
  text: string;
}) {
  const { label, text } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [copy, copyToClipboard] = useCopyToClipboard();
  const [result, setResult] = useState<'copied' | 'failed'>();

  useEffect(() => {
    if (!copy.value && !copy.error) {
      return undefined;
    }
    setResult(copy.error ? 'failed' : 'copied');
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copy]);

  return (
    <div className={classes.root}>
      <pre
        className={classes.code}
        // Long lines scroll, which must also work by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <code>{text}</code>
      </pre>
      <div className={classes.actions}>
        <Button
          size="small"
          variant="outlined"
          startIcon={<FileCopy fontSize="small" />}
          aria-label={t('copy.labelled', { label })}
          onClick={() => copyToClipboard(text)}
        >
          {t('copy.copy')}
        </Button>
        <span role="status">{result && t(`copy.${result}`)}</span>
      </div>
    </div>
  );
}
