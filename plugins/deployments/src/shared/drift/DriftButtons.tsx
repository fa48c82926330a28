import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslation } from '../../i18n/useTranslation';
import type { DriftChoice } from './useResolveDrift';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  }),
  { name: 'SlipwayDriftButtons' },
);

const CHOICES: readonly DriftChoice[] = ['adopt', 'overwrite'];

/** The buttons that resolve drift. */
export function DriftButtons(props: {
  /** Default: all. */
  choices?: readonly DriftChoice[];
  /** Names the service environment, if the page has the same buttons for others. */
  names?: { service: string; environment: string };
  onChoose(choice: DriftChoice): void;
}) {
  const { choices = CHOICES, names, onChoose } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  return (
    <div className={classes.root}>
      {choices.map(choice => (
        <Button
          key={choice}
          size="small"
          variant="outlined"
          aria-label={
            names &&
            t('drift.inList', { action: t(`drift.${choice}`), ...names })
          }
          onClick={() => onChoose(choice)}
        >
          {t(`drift.${choice}`)}
        </Button>
      ))}
    </div>
  );
}
