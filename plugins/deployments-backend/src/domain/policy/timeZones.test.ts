import { explainTimeZone } from './timeZones';

describe('explainTimeZone', () => {
  it.each([
    'UTC',
    'GMT',
    'Etc/GMT+5',
    'Europe/Stockholm',
    'America/Argentina/Buenos_Aires',
    // Links of the tz database.
    'Asia/Calcutta',
    'Asia/Kolkata',
    'US/Eastern',
    'GB',
    'EST5EDT',
    'NZ-CHAT',
  ])('accepts %s', zone => {
    expect(explainTimeZone(zone)).toBeUndefined();
  });

  it.each([
    ['BST', /read as Asia\/Dhaka. Write Asia\/Dhaka if you mean that/],
    ['IST', /read as Asia\/(Calcutta|Kolkata)/],
    ['CST', /read as America\/Chicago/],
    ['SystemV/AST4ADT', /not a name of the tz database/],
    ['US/Pacific-New', /not a name of the tz database/],
    ['Etc/Unknown', /^is not a (time zone|name of the tz database)/],
    ['utc', /write UTC/],
    ['europe/stockholm', /write Europe\/Stockholm/],
    ['Mars/Olympus', /is not a time zone/],
    ['+02:00', /is not a time zone/],
    ['', /is not a time zone/],
  ])('refuses %s and says what to write', (zone, message) => {
    expect(explainTimeZone(zone)).toMatch(message);
  });

  it('refuses abbreviations that only the JavaScript engine knows', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const known = letters
      .flatMap(a => letters.flatMap(b => letters.map(c => `${a}${b}${c}`)))
      .filter(zone => explainTimeZone(zone) === undefined);
    expect(known).toEqual(
      'CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET'.split(' '),
    );
  });
});
