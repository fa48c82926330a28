import Button from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useTranslation } from '../../i18n/useTranslation';
import { DangerButton } from '../dialogs/DangerButton';
import { uniqueId } from '../ids/uniqueId';

/** A button that stays visible if its action is refused, and says why, also by keyboard. */
export function RefusableButton(props: {
  label: string;
  /** What a press does: something here, or opening an address. */
  press: (() => void) | { to: string };
  /** Why it cannot be pressed; it can if this is absent. */
  refusal?: string;
  /** What a press does, in words. */
  hint?: string;
  /** Whether the hint stands below the button, instead of in a tooltip. */
  explained?: boolean;
  destructive?: boolean;
  /** Whether it is the one action that is the right one now. */
  primary?: boolean;
  /** While it cannot be pressed for a moment. */
  disabled?: boolean;
}) {
  const { label, press, refusal, hint, destructive, primary } = props;
  const { explained = false, disabled = false } = props;
  const { t } = useTranslation();
  const [id] = useState(uniqueId);
  const isRefused = refusal !== undefined;
  const isDescribed = hint !== undefined && !isRefused;
  const ButtonOfTone = destructive ? DangerButton : Button;
  const look = {
    size: 'small',
    variant: primary && !isRefused ? 'contained' : 'outlined',
    color: destructive ? 'default' : 'primary',
    disabled: isRefused || disabled,
    'aria-describedby': isDescribed ? id : undefined,
  } as const;
  return (
    <Tooltip title={refusal ?? (explained ? '' : hint ?? '')}>
      {/* A disabled button has no events, so its parent explains why, also by keyboard. */}
      <span
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={isRefused ? 0 : undefined}
        role={isRefused ? 'note' : undefined}
        aria-label={
          isRefused ? t('command.refused', { label, why: refusal }) : undefined
        }
      >
        {typeof press === 'function' || isRefused ? (
          <ButtonOfTone
            {...look}
            onClick={typeof press === 'function' ? press : undefined}
          >
            {label}
          </ButtonOfTone>
        ) : (
          // It is a link, whatever it looks like.
          <Button {...look} component={Link} to={press.to} role={undefined}>
            {label}
          </Button>
        )}
        {isDescribed && (
          <Typography
            id={id}
            variant="body2"
            component="span"
            display={explained ? 'block' : undefined}
            hidden={!explained}
          >
            {hint}
          </Typography>
        )}
      </span>
    </Tooltip>
  );
}
