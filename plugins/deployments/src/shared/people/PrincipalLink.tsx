import { parseEntityRef } from '@backstage/catalog-model';
import {
  EntityDisplayName,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { useEntityTitles } from '../entities/useEntityTitles';

/** The engine itself, which acts when no person does. */
const ENGINE = 'service:slipway';
/** The watches, which roll back after a breach. */
const WATCH = 'slipway:watch';

/** Whether a principal is a user or a group, and not a service. */
export function isPerson(ref: string): boolean {
  try {
    const { kind } = parseEntityRef(ref);
    return ['user', 'group'].includes(kind.toLocaleLowerCase('en-US'));
  } catch {
    return false;
  }
}

/** Formats a service principal: the engine as the product, `service:external:ci` as `ci`, a plugin as a plugin. */
function useServiceName(): (principal: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (principal: string) => {
      if (principal === ENGINE) {
        return t('people.engine');
      }
      if (principal === WATCH) {
        return t('people.watch');
      }
      const name = principal.replace(/^service:/, '');
      const [, kind, rest] = /^(plugin|external):(.+)$/.exec(name) ?? [];
      if (kind === 'plugin') {
        return t('people.plugin', { name: rest });
      }
      return rest ?? name;
    },
    [t],
  );
}

/** The name of any principal for texts that can't contain a component: a person's title, or the name of a service. */
export function usePrincipalName(): (principal: string) => string {
  const getTitle = useEntityTitles();
  const getServiceName = useServiceName();
  return useCallback(
    (principal: string) =>
      isPerson(principal) ? getTitle(principal) : getServiceName(principal),
    [getTitle, getServiceName],
  );
}

/** A user or group with its link; a service principal by its name. */
export function PrincipalLink(props: { principal: string }) {
  const serviceName = useServiceName();
  return isPerson(props.principal) ? (
    <EntityRefLink entityRef={props.principal} hideIcon />
  ) : (
    <span title={props.principal}>{serviceName(props.principal)}</span>
  );
}

/** A principal's name without a link, for options and other controls, which must not contain a second control. */
export function PrincipalText(props: { principal: string }) {
  const serviceName = useServiceName();
  return isPerson(props.principal) ? (
    <EntityDisplayName entityRef={props.principal} hideIcon disableTooltip />
  ) : (
    <>{serviceName(props.principal)}</>
  );
}

/** Who requested something: the person, also if a tool acted on their behalf. */
export function PrincipalName(props: { principal: Principal }) {
  const { principal } = props;
  const { t } = useTranslation();
  return (
    <>
      <PrincipalLink principal={principal.onBehalfOf ?? principal.principal} />
      {principal.onBehalfOf && (
        <>
          {' '}
          {t('people.through')}{' '}
          <PrincipalLink principal={principal.principal} />
        </>
      )}
    </>
  );
}
