import type { incidentMessages as english } from '../incidents';
import type { Translated } from './Translated';

export const incidentMessages: Translated<typeof english> = {
  title: 'Incidents',
  help: 'Zeiten, in denen Nutzer von {{service}} betroffen waren. Sie bestimmen Änderungsfehlerquote und Wiederherstellungszeit.',
  open: 'Incident eröffnen…',
  resolve: 'Incident schließen…',
  link: 'Deployment verknüpfen…',
  unlink: 'Verknüpfung mit {{version}} lösen',
  unlinkShort: 'Lösen',
  none: 'Noch keine Incidents. Eröffne einen, wenn Nutzer betroffen sind.',
  noneKnown: 'Noch keine Incidents.',
  state: { open: 'Offen', resolved: 'Geschlossen' },
  openFor: 'offen seit',
  lasted: 'dauerte',
  openedBy: 'eröffnet von',
  resolvedBy: 'geschlossen von',
  from: 'aus {{source}}',
  causedBy: 'Verursacht durch',
  fixedBy: 'Behoben durch',
  notThere:
    'Den verlinkten Incident gibt es nicht, oder dir fehlt der Zugriff darauf. Hier sind die anderen.',
  noCause: 'Kein Deployment ist als Ursache verknüpft.',
  mayNot:
    'Dir fehlt die Berechtigung, Incidents dieses Service zu eröffnen oder zu schließen. Frage seine Owner.',
  more: 'Mehr laden',
  done: {
    open: 'Incident eröffnet',
    resolve: 'Incident geschlossen',
    link: 'Deployment verknüpft',
    unlink: 'Verknüpfung gelöst',
  },
  openDialog: {
    title: 'Incident für {{service}} eröffnen',
    consequence:
      'Ohne Angabe einer Ursache wird der Incident dem letzten Deployment nach Produktion zugeordnet, wenn es kurz vor dem Beginn Traffic übernommen hat. Der Incident zählt sofort für die Fehlerquote und nach dem Schließen für die Wiederherstellungszeit.',
    name: 'Was ist los?',
    nameNeeded: 'Angeben, was los ist.',
    nameHelp:
      'Eine Zeile aus Sicht der Nutzer, zum Beispiel „Zahlungen schlagen fehl“.',
    url: 'Link',
    urlHelp: 'Zu einem Chat, Ticket oder Dashboard. Optional.',
    urlWrong: 'Gib eine Webadresse an, die mit https:// oder http:// beginnt.',
    startedAt: 'Nutzer betroffen seit',
    startedAtHelp: 'In deiner Zeitzone. Leer bedeutet: jetzt.',
    future: 'Diese Zeit liegt in der Zukunft.',
    cause: 'Verursacht durch',
    causeUnknown: 'Unbekannt (automatisch ermitteln)',
    confirm: 'Incident eröffnen',
  },
  resolveDialog: {
    title: '„{{title}}“ schließen',
    consequence:
      'Hält fest, dass Nutzer nicht mehr betroffen sind. Die Zeit bis dahin zählt für die Wiederherstellungszeit. Ein geschlossener Incident lässt sich nicht wieder öffnen.',
    resolvedAt: 'Nutzer nicht mehr betroffen seit',
    resolvedAtHelp: 'In deiner Zeitzone. Leer bedeutet: jetzt.',
    before: 'Das liegt vor dem Beginn des Incidents.',
    fix: 'Behoben durch',
    fixNone: 'Kein Deployment',
    confirm: 'Incident schließen',
  },
  linkDialog: {
    title: 'Deployment mit „{{title}}“ verknüpfen',
    consequence: 'Deine Wahl ersetzt gemeldete und abgeleitete Verknüpfungen.',
    role: 'Das Deployment',
    caused: 'hat den Incident verursacht und zählt als Fehlschlag',
    fixed: 'hat den Incident behoben und zählt als Nacharbeit',
    deployment: 'Deployment',
    none: 'Dieser Service hat keine Deployments, die sich verknüpfen lassen.',
    needed: 'Deployment wählen.',
    confirm: 'Deployment verknüpfen',
  },
  unlinkDialog: {
    title: 'Verknüpfung von {{version}} mit „{{title}}“ lösen',
    consequence: {
      caused:
        '{{version}} zählt wegen dieses Incidents nicht mehr als Fehlschlag. Nur eine Person kann es wieder verknüpfen.',
      fixed:
        '{{version}} zählt wegen dieses Incidents nicht mehr als Nacharbeit.',
    },
    confirm: 'Verknüpfung lösen',
  },
};
