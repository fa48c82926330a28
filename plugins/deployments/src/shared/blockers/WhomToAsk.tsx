import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { Fragment } from 'react';
import { useViewer, type Viewer } from '../../hooks/useViewer';
import { useTranslation } from '../../i18n/useTranslation';
import { PrincipalLink } from '../people/PrincipalLink';

/**
 * Who can help with a blocker. If the readers or their teams are responsible, it says so instead of naming them as people
 * to ask.
 */
export function WhomToAsk(props: { blocker: Blocker }) {
  const { kind, ask = [], unblockedBy = [] } = props.blocker;
  const { t } = useTranslation();
  const viewer = useViewer();
  const groups = unblockedBy.filter(ref => !ask.includes(ref));
  if (kind === 'approval') {
    return (
      <>
        {t('blocker.approvers')}{' '}
        <Names refs={groups.length > 0 ? groups : ask} viewer={viewer} />
        {groups.length > 0 && ask.length > 0 && (
          // The people behind the groups, from the catalog.
          <>
            {' ('}
            <Names refs={ask} viewer={viewer} />)
          </>
        )}
      </>
    );
  }
  const all = [...groups, ...ask];
  const own = all.filter(ref => isOwn(ref, viewer));
  const others = all.filter(ref => !isOwn(ref, viewer));
  return (
    <>
      {own.length > 0 && (
        <>
          {t('blocker.responsible')}{' '}
          <Names refs={own} viewer={viewer} marksTeams />
        </>
      )}
      {own.length > 0 && others.length > 0 && ' · '}
      {others.length > 0 && (
        <>
          {t('blocker.ask')} <Names refs={others} viewer={viewer} />
        </>
      )}
    </>
  );
}

/** Whether a ref names the reader or one of their groups. */
function isOwn(ref: string, viewer: Viewer | undefined): boolean {
  return (
    viewer?.ownershipRefs.includes(ref.toLocaleLowerCase('en-US')) ?? false
  );
}

function Names(props: {
  refs: string[];
  viewer: Viewer | undefined;
  marksTeams?: boolean;
}) {
  const { refs, viewer, marksTeams } = props;
  const { t } = useTranslation();
  return (
    <>
      {refs.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          {ref.toLocaleLowerCase('en-US') === viewer?.ref ? (
            t('people.you')
          ) : (
            <>
              <PrincipalLink principal={ref} />
              {marksTeams && isOwn(ref, viewer) && ` (${t('people.yourTeam')})`}
            </>
          )}
        </Fragment>
      ))}
    </>
  );
}
