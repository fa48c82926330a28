import type { rolloutMessages as english } from '../rollout';
import type { Translated } from './Translated';

export const rolloutMessages: Translated<typeof english> = {
  stages: 'Stufen',
  state: {
    done: 'Fertig',
    current: 'Aktuelle Stufe',
    upcoming: 'Nicht gestartet',
    stopped: 'Hier gestoppt',
    rolledBack: 'Hier zurückgerollt',
    notReached: 'Nicht erreicht',
  },
  for: '{{time}} lang',
  atLeast: 'mindestens {{time}}',
  left: 'noch {{time}}',
  atLeastLeft: 'noch mindestens {{time}}',
  untilPromoted: 'bis eine Person weiterschaltet',
  untilAllowed: 'bis die Analyse mehr erlaubt',
  all: 'der ganze Traffic',
};
