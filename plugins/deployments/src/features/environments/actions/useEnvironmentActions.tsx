import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useState, type ReactNode } from 'react';
import type { DialogLink } from '../../../routes/usePaths';
import { useSentences } from '../../../shared/text/useSentences';
import { useTranslation } from '../../../i18n/useTranslation';
import { useResolveDrift } from '../../../shared/drift/useResolveDrift';
import { HoldDialog } from '../../../shared/holds/HoldDialog';
import { RollBackActive } from '../RollBackActive';
import {
  choosePrimaryAction,
  isThereOrComing,
  type PrimaryAction,
} from './choosePrimaryAction';
import type { MenuAction } from './EnvironmentMenu';

/** What can be done in an environment, and the dialogs that ask before it is done. */
export interface EnvironmentActions {
  primary?: PrimaryAction;
  pressPrimary(): void;
  /** Absent if rolling back is impossible or the primary action; the menu says why. */
  rollBack?: () => void;
  menu: MenuAction[];
  /** Absent without drift that the reader may resolve. */
  allowOverwriting?: () => void;
  /** The caller renders them where they stay while the state changes. */
  dialogs: ReactNode;
}

/** Options of {@link useEnvironmentActions}. */
export interface EnvironmentActionOptions {
  service: string;
  serviceTitle: string;
  state: EnvironmentState;
  /** Environments that promote from this one. */
  next: readonly EnvironmentState[];
  /** Opens the deploy dialog. */
  onOpen(dialog: DialogLink): void;
  /** Opens the dialog that finds what runs here. */
  onConnect(environment: string): void;
  onChanged(): void;
}

/** Chooses an environment's primary action and lists the others. */
export function useEnvironmentActions(
  options: EnvironmentActionOptions,
): EnvironmentActions {
  const { service, serviceTitle, state, next } = options;
  const { onOpen, onConnect, onChanged } = options;
  const { environment, current, rollback, actions } = state;
  const { t } = useTranslation();
  const say = useSentences();
  const [rollingBack, setRollingBack] = useState<string>();
  const [changingHold, setChangingHold] = useState<'lift' | 'place'>();
  const resolveDrift = useResolveDrift({
    service,
    serviceTitle,
    environment,
    onResolved: onChanged,
  });
  const primary = choosePrimaryAction(state, next);
  const isPrimary = (kind: PrimaryAction['kind']) => primary?.kind === kind;

  const deploy = () => onOpen({ environment: environment.name });
  const connect = () => onConnect(environment.name);
  const promote = (to: EnvironmentState) =>
    onOpen({
      environment: to.environment.name,
      versionId: current?.version.id,
    });
  const rollBack = () =>
    rollback?.how === 'command'
      ? setRollingBack(rollback.deploymentId)
      : onOpen({ environment: environment.name, kind: 'rollback' });
  const resolve = (choice: 'adopt' | 'overwrite') =>
    state.drift && resolveDrift.confirm(choice, state.drift.id);
  const refuse = (isAllowed: boolean) =>
    isAllowed ? undefined : t('environment.mayNotDeploy');

  /** Why rolling back is impossible, and what is possible instead. */
  const describeRollbackRefusal = () => {
    const refusal = say(rollback?.sentences, rollback?.message);
    const isFirst = rollback?.sentences?.some(
      ({ code }) => code === 'rollback_none_other',
    );
    return refusal && isFirst && actions.remove
      ? `${refusal} ${t('rollBack.removeInstead')}`
      : refusal;
  };

  const menu: (MenuAction | false | undefined)[] = [
    state.url !== undefined && {
      label: t('environment.openUrl', { environment: environment.title }),
      press: { url: state.url },
    },
    !isPrimary('deploy') && {
      label: t('environment.deploy'),
      press: deploy,
      refusal: refuse(actions.deploy),
    },
    ...next
      .filter(
        to =>
          current &&
          !isThereOrComing(to, current.version.id) &&
          (primary?.kind !== 'promote' || primary.to !== to),
      )
      .map(to => ({
        label: t('environment.promote', { environment: to.environment.title }),
        press: () => promote(to),
        refusal: refuse(to.actions.deploy),
      })),
    !actions.rollback && {
      label: t('environment.rollBack'),
      press: rollBack,
      refusal: describeRollbackRefusal() ?? t('rollBack.notYours'),
    },
    ...(['restart', 'remove'] as const).map(
      kind =>
        actions[kind] && {
          label: t(`environment.${kind}`),
          press: () => onOpen({ environment: environment.name, kind }),
        },
    ),
    actions.liftHold &&
      !isPrimary('liftHold') && {
        label: t('hold.lift'),
        press: () => setChangingHold('lift'),
      },
    actions.hold && {
      label: t('hold.placeHold'),
      press: () => setChangingHold('place'),
    },
    actions.resolveDrift &&
      !isPrimary('adopt') && {
        label: t('drift.adopt'),
        press: () => resolve('adopt'),
      },
    actions.connect &&
      !isPrimary('connect') && { label: t('connect.action'), press: connect },
  ];

  return {
    primary,
    pressPrimary() {
      switch (primary?.kind) {
        case 'promote':
          return promote(primary.to);
        case 'rollBack':
          return rollBack();
        case 'liftHold':
          return setChangingHold('lift');
        case 'adopt':
          return resolve('adopt');
        case 'connect':
          return connect();
        case 'deploy':
          return deploy();
        default:
          // The others are links.
          return undefined;
      }
    },
    rollBack: actions.rollback && !isPrimary('rollBack') ? rollBack : undefined,
    menu: menu.flatMap(action => (action ? [action] : [])),
    allowOverwriting: actions.resolveDrift
      ? () => resolve('overwrite')
      : undefined,
    dialogs: (
      <>
        {resolveDrift.dialog}
        {changingHold && (
          <HoldDialog
            change={changingHold}
            service={service}
            serviceTitle={serviceTitle}
            environment={environment}
            onChanged={onChanged}
            onClose={() => setChangingHold(undefined)}
          />
        )}
        {rollingBack && (
          <RollBackActive
            deploymentId={rollingBack}
            title={t('rollBack.in', { environment: environment.title })}
            onDone={onChanged}
            onClose={() => setRollingBack(undefined)}
          />
        )}
      </>
    ),
  };
}
