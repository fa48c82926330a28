import { useDraft } from '../../hooks/useDraft';
import type { DialogLink } from '../../routes/usePaths';
import { formatStart, parseStart, type StartTime } from './startTime';

/** What a person enters in the deploy dialog. The link has the start as well, so that a reload keeps it. */
export function useDeployDraft(
  service: string,
  link: DialogLink,
  onChange: (link: DialogLink) => void,
) {
  const [reason, setReason] = useDraft(`${service} reason`, () => '');
  const [hotfix, setHotfix] = useDraft(`${service} hotfix`, () => false);
  const [start, setStart] = useDraft<StartTime>(`${service} start`, () =>
    parseStart(link.start, Date.now()),
  );
  const [inputs, setInputs] = useDraft<Record<string, unknown> | undefined>(
    `${service} inputs`,
    () => undefined,
  );
  return {
    reason,
    setReason,
    hotfix,
    setHotfix,
    start,
    setStart: (chosen: StartTime) => {
      setStart(chosen);
      onChange({ ...link, start: formatStart(chosen) });
    },
    inputs,
    setInputs,
  };
}
