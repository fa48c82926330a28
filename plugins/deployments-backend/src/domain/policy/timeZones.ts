import { IANAZone } from 'luxon';

/**
 * The names without a slash in the tz database: zones and official links (`backward`). New names always have a slash.
 * JavaScript engines accept more names, because ICU keeps misleading abbreviations from old Java versions: people read BST
 * as British Summer Time, and ICU as Asia/Dhaka.
 */
const WITHOUT_SLASH = new Set(
  [
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran',
    'Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK',
    'Singapore Turkey UCT UTC Universal W-SU WET Zulu',
  ].flatMap(names => names.split(' ')),
);

/** Names with a slash that ICU accepts, but that the tz database doesn't contain, or not any more. */
const NOT_IN_TZ =
  /^(?:SystemV\/.*|Etc\/Unknown|US\/Pacific-New|Canada\/East-Saskatchewan)$/i;

/** Explains what is wrong with the name of a time zone, and what to write instead; `undefined` if it is valid. */
export function explainTimeZone(zone: string): string | undefined {
  if (!/^[A-Za-z]/.test(zone) || !IANAZone.isValidZone(zone)) {
    return 'is not a time zone; expected an IANA name such as Europe/Stockholm or UTC';
  }
  const isKnown = zone.includes('/')
    ? !NOT_IN_TZ.test(zone)
    : WITHOUT_SLASH.has(zone);
  const meant = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
  }).resolvedOptions().timeZone;
  const spelled = [...WITHOUT_SLASH].find(
    name => name !== zone && name.toLowerCase() === zone.toLowerCase(),
  );
  if (spelled) {
    return `is not how the tz database writes it; write ${spelled}`;
  }
  if (isKnown) {
    return meant !== zone && meant.toLowerCase() === zone.toLowerCase()
      ? `is not how the tz database writes it; write ${meant}`
      : undefined;
  }
  return meant.toLowerCase() === zone.toLowerCase()
    ? 'is not a name of the tz database; expected one such as Europe/Stockholm or UTC'
    : `is not a name of the tz database; it is an abbreviation or old alias that would be read as ${meant}. Write ${meant} if you mean that zone, otherwise the name of your zone, such as Europe/London`;
}
