import Button from '@material-ui/core/Button';
import { Link } from 'react-router-dom';
import { usePaths } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import type { PrimaryAction } from './choosePrimaryAction';

/** The button of an environment's primary action. */
export function PrimaryButton(props: {
  action: PrimaryAction;
  /** The environment's title. */
  environment: string;
  onPress(): void;
}) {
  const { action, environment, onPress } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const look = {
    size: 'small',
    variant: 'contained',
    color: 'primary',
  } as const;
  switch (action.kind) {
    case 'open':
    case 'review': {
      const [label, name] =
        action.kind === 'open'
          ? (['openDeployment', 'openDeploymentOf'] as const)
          : (['review', 'reviewOf'] as const);
      return (
        <Button
          {...look}
          component={Link}
          to={paths.deployment(action.deploymentId)}
          // It is a link, whatever it looks like.
          role={undefined}
          aria-label={t(`environment.${name}`, { version: action.version })}
        >
          {t(`environment.${label}`)}
        </Button>
      );
    }
    case 'promote':
      return (
        <Button {...look} onClick={onPress}>
          {t('environment.promote', {
            environment: action.to.environment.title,
          })}
        </Button>
      );
    case 'rollBack':
      return (
        <Button
          {...look}
          onClick={onPress}
          aria-label={t('environment.rollBackIn', { environment })}
        >
          {t('environment.rollBack')}
        </Button>
      );
    case 'deploy':
      return (
        <Button
          {...look}
          onClick={onPress}
          aria-label={t('environment.deployTo', { environment })}
        >
          {t('environment.deploy')}
        </Button>
      );
    case 'connect':
      return (
        <Button
          {...look}
          onClick={onPress}
          aria-label={t('connect.actionIn', { environment })}
        >
          {t('connect.action')}
        </Button>
      );
    case 'liftHold':
      return (
        <Button {...look} onClick={onPress}>
          {t('hold.lift')}
        </Button>
      );
    case 'adopt':
      return (
        <Button {...look} onClick={onPress}>
          {t('drift.adopt')}
        </Button>
      );
    default: {
      const unknown: never = action;
      throw new Error(`Unknown action ${JSON.stringify(unknown)}`);
    }
  }
}
