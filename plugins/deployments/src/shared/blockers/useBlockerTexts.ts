import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { blockerTexts } from '../../i18n/blockerTexts';
import { useTranslation } from '../../i18n/useTranslation';
import { useNow } from '../../hooks/useNow';
import { useDriftText } from '../drift/useDriftText';
import { useEntityTitles } from '../entities/useEntityTitles';
import { formatNearTime, getZoneName } from '../format/time';
import { formatDuration } from '../format/value';
import { useSentences } from '../text/useSentences';

type Params = NonNullable<Blocker['params']>;
/** Codes without the texts for one and for many, which have their own code. */
type Code = Exclude<
  keyof typeof blockerTexts,
  'approvals_one' | 'approvals_other'
>;

function isCode(code: string | undefined): code is Code {
  return code !== undefined && Object.hasOwn(blockerTexts, code);
}

/** The versions of a blocker for drift. */
function toDrift({ expected, observed }: Params) {
  return {
    ...(expected === undefined ? {} : { expected: String(expected) }),
    ...(observed === undefined ? {} : { observed: String(observed) }),
  };
}

/**
 * Says why something waits in the reader's language, one text for each blocker. It is the server's sentence if this
 * portal doesn't know its code, because the server is newer or the sentence comes from another system.
 */
export function useBlockerTexts(blockers: readonly Blocker[]): string[] {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const getTitle = useEntityTitles();
  const say = useSentences();
  const describeDrift = useDriftText();

  const describeOther = (kind: string, version: unknown) => {
    switch (kind) {
      case 'restart':
      case 'remove':
        return t(`otherDeployment.${kind}`);
      case 'deploy':
      case 'rollback':
        return version === undefined
          ? t('otherDeployment.unknown')
          : t(`otherDeployment.${kind}`, { version: String(version) });
      default:
        return t('otherDeployment.unknown');
    }
  };
  const toTexts = (
    params: Params,
    sentences: Blocker['sentences'],
  ): Record<string, string> =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => {
        switch (name) {
          case 'requiredMs':
            return ['required', formatDuration(Number(value))];
          case 'other':
            return ['other', describeOther(String(value), params.otherVersion)];
          case 'reason':
            return ['reason', say(sentences, String(value))];
          case 'cause':
            return ['cause', describeDrift(toDrift(params)) ?? String(value)];
          case 'person':
            return ['person', getTitle(String(value))];
          default:
            return [name, String(value)];
        }
      }),
    );

  return blockers.map(
    ({ kind, until, code, params = {}, sentences, message }) => {
      // A person has chosen the time, so it is shown in the reader's zone.
      if (kind === 'schedule' && until) {
        return t('blocker.schedule', {
          time: formatNearTime(until, now),
          zone: getZoneName(),
        });
      }
      if (code === 'approvals') {
        const progress = t('blockerText.approvals', {
          count: Number(params.needed),
          given: String(params.given),
        });
        return params.message ? `${params.message} (${progress})` : progress;
      }
      if (!isCode(code)) {
        // The sentences of a hold are those of its reason.
        return kind === 'hold' ? message : say(sentences, message);
      }
      // The parameters are those of the code; the translation API wants to know them one by one.
      const text = (
        t as (key: string, texts: Record<string, string>) => string
      )(`blockerText.${code}`, toTexts(params, sentences));
      // What this deployment does then.
      const then = kind === 'slot' ? say(sentences, '') : '';
      return then ? `${text} ${then}` : text;
    },
  );
}
