import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { DangerButton } from '../dialogs/DangerButton';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
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
  /** While a command is on its way. */
  disabled?: boolean;
}) {
  const { commands, onCommand, label, disabled = false } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  if (commands.length === 0) {
    return null;
  }
  return (
    <div className={classes.root} role="group" aria-label={label}>
      {commands.map(command => {
        const CommandButton = command.destructive ? DangerButton : Button;
        const refused = !command.allowed;
        return (
          <Tooltip
            key={getKey(command)}
            title={refused ? command.refusal ?? '' : command.consequence}
          >
            {/* A disabled button has no events, so its parent explains why, also by keyboard. */}
            <span
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={refused ? 0 : undefined}
              role={refused ? 'note' : undefined}
              aria-label={
                refused
                  ? t('command.refused', {
                      label: command.label,
                      why: command.refusal ?? '',
                    })
                  : undefined
              }
            >
              <CommandButton
                size="small"
                variant="outlined"
                color={command.destructive ? 'default' : 'primary'}
                disabled={refused || disabled}
                onClick={() => onCommand(command)}
              >
                {command.label}
              </CommandButton>
            </span>
          </Tooltip>
        );
      })}
    </div>
  );
}
