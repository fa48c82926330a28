import type {
  Blocker,
  DeploymentEvent,
} from '@slipway/backstage-plugin-deployments-common';
import { useBlockerTexts } from '../../shared/blockers/useBlockerTexts';
import { useSentences } from '../../shared/text/useSentences';

/** What a deployment waits for since the event, which the last sentences say. */
function listBlockers({ type, data = {} }: DeploymentEvent): Blocker[] {
  switch (type) {
    case 'blocked':
      return data.blockers as unknown as Blocker[];
    case 'stepWaiting':
      return [data.blocker as unknown as Blocker];
    default:
      return [];
  }
}

/** What happened, in the reader's language: one text for each event. */
export function useEventTexts(events: readonly DeploymentEvent[]): string[] {
  const say = useSentences();
  const blockers = events.map(listBlockers);
  const texts = useBlockerTexts(blockers.flat());
  let end = 0;
  return events.map(({ sentences = [], message }, index) => {
    const start = end;
    end += blockers[index].length;
    const said = texts
      .slice(start, end)
      .map(text => ({ code: 'stated', params: { text } }));
    return say(
      [...sentences.slice(0, sentences.length - said.length), ...said],
      message,
    );
  });
}
