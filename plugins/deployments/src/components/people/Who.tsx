import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { Fragment } from 'react';
import { deploymentsTranslationRef } from '../../translation';

function isPerson(ref: string): boolean {
  try {
    const { kind } = parseEntityRef(ref);
    return ['user', 'group'].includes(kind.toLocaleLowerCase('en-US'));
  } catch {
    return false;
  }
}

/** A user or group with its link; a service principal by its name. */
export function Who(props: { of: string }) {
  return isPerson(props.of) ? (
    <EntityRefLink entityRef={props.of} hideIcon />
  ) : (
    <span>{props.of}</span>
  );
}

/** Who asked for something: the person, also when a tool asked in their name. */
export function PrincipalName(props: { principal: Principal }) {
  const { principal } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  return (
    <>
      <Who of={principal.onBehalfOf ?? principal.principal} />
      {principal.onBehalfOf && ` ${t('people.through')} ${principal.principal}`}
    </>
  );
}

/** `release-managers, platform-leads`. */
export function WhoList(props: { of: string[] }) {
  return (
    <>
      {props.of.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          <Who of={ref} />
        </Fragment>
      ))}
    </>
  );
}
