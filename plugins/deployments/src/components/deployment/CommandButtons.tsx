import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import type {
  AllowedCommand,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../api/uniqueId';
import { useNotifier } from '../../notifier/NotifierContext';
import { deploymentsTranslationRef } from '../../translation';
import { ConfirmDialog } from '../dialogs/ConfirmDialog';
import { DangerButton } from '../dialogs/DangerButton';
import { useCommand } from './useCommand';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
    refusal: { ...theme.typography.caption, display: 'none' },
  }),
  { name: 'SlipwayCommandButtons' },
);

function keyOf(command: AllowedCommand): string {
  return [command.type, command.choice, command.stepId].join('/');
}

/** What the reader may do now. A refused command stays in sight, with why and who may. */
export function CommandButtons(props: {
  deployment: Deployment;
  commands: AllowedCommand[];
  refresh(): Promise<void>;
  label: string;
}) {
  const { deployment, commands, refresh, label } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const notify = useNotifier();
  const send = useCommand(deployment, refresh);
  const [asked, setAsked] = useState<{
    command: AllowedCommand;
    pressId: string;
  }>();

  if (commands.length === 0) {
    return null;
  }
  return (
    <div className={classes.root} role="group" aria-label={label}>
      {commands.map(command => {
        const CommandButton = command.destructive ? DangerButton : Button;
        const button = (
          <CommandButton
            size="small"
            variant="outlined"
            color={command.destructive ? 'default' : 'primary'}
            disabled={!command.allowed}
            aria-description={command.refusal}
            onClick={() => setAsked({ command, pressId: uniqueId() })}
          >
            {command.label}
          </CommandButton>
        );
        return (
          <Tooltip
            key={keyOf(command)}
            title={
              command.allowed ? command.consequence : command.refusal ?? ''
            }
          >
            {/* A disabled button has no events; what it stands in tells why, by keyboard too. */}
            <span
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={command.allowed ? undefined : 0}
              role={command.allowed ? undefined : 'note'}
              aria-label={
                command.allowed
                  ? undefined
                  : t('command.refused', {
                      label: command.label,
                      why: command.refusal ?? '',
                    })
              }
            >
              {button}
            </span>
          </Tooltip>
        );
      })}
      {asked && (
        <ConfirmDialog
          title={asked.command.label}
          consequence={asked.command.consequence}
          confirmLabel={asked.command.label}
          destructive={asked.command.destructive}
          reason={asked.command.needsReason ? 'required' : 'optional'}
          onConfirm={async reason => {
            await send(asked.command, reason, asked.pressId);
            notify({
              title: t('command.accepted', { label: asked.command.label }),
              status: 'success',
            });
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}
