import { makeStyles } from '@material-ui/core/styles';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { RefusableButton } from './RefusableButton';
import { useCommandTexts } from './useCommandTexts';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
    explained: { display: 'grid', gap: theme.spacing(1.5) },
  }),
  { name: 'SlipwayCommandButtons' },
);

function getKey(command: AllowedCommand): string {
  return [command.type, command.choice, command.to, command.stepId].join('/');
}

/** The commands that the reader can send now. A refused command stays visible, with the reason and who can send it. */
export function CommandButtons(props: {
  commands: AllowedCommand[];
  onCommand(command: AllowedCommand): void;
  label: string;
  /** The one that is most likely the right one now. */
  primary?: AllowedCommand;
  /** Whether what each command does stands below its button. Then no colour warns, because the words do. */
  explained?: boolean;
  /** While a command is on its way. */
  disabled?: boolean;
}) {
  const { commands, onCommand, label, primary, disabled } = props;
  const { explained = false } = props;
  const classes = useStyles();
  const describe = useCommandTexts();
  if (commands.length === 0) {
    return null;
  }
  return (
    <div
      className={explained ? classes.explained : classes.root}
      role="group"
      aria-label={label}
    >
      {commands.map(command => {
        const texts = describe(command);
        return (
          <RefusableButton
            key={getKey(command)}
            label={texts.label}
            press={() => onCommand(command)}
            refusal={command.allowed ? undefined : texts.refusal ?? ''}
            hint={texts.consequence}
            explained={explained}
            destructive={command.destructive && !explained}
            primary={command === primary}
            disabled={disabled}
          />
        );
      })}
    </div>
  );
}
