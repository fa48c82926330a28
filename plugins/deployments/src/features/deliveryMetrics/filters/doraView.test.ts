import {
  findUnknownParts,
  parseDoraView,
  toSelected,
  findToday,
  writeDoraView,
} from './doraView';

const EVERYTHING =
  'team=group%3Adefault%2Fshop&system=system%3Adefault%2Fsales&service=component%3Adefault%2Fcheckout' +
  '&tier=staging&from=2026-01-01&to=2026-02-01&interval=week&tz=Europe%2FStockholm&owners=today&bands=2019' +
  '&rows=recovery-time&rowsFrom=2026-01-05&rowsTo=2026-01-11&counted=false';

describe('the address of the delivery metrics', () => {
  it('contains every choice, and keeps other parameters', () => {
    const query = new URLSearchParams(`${EVERYTHING}&other=1`);
    const view = parseDoraView(query);
    expect(view).toEqual({
      owner: 'group:default/shop',
      system: 'system:default/sales',
      service: 'component:default/checkout',
      tier: 'staging',
      days: undefined,
      from: '2026-01-01',
      to: '2026-02-01',
      interval: 'week',
      timeZone: 'Europe/Stockholm',
      ownership: 'today',
      bands: 2019,
      rows: {
        metric: 'recovery-time',
        from: '2026-01-05',
        to: '2026-01-11',
        counted: false,
      },
    });
    const written = writeDoraView(new URLSearchParams('other=1&days=7'), view);
    expect(written.get('other')).toBe('1');
    expect(parseDoraView(written)).toEqual(view);
    expect(written.has('days')).toBe(false);
  });

  it.each([
    ['a tier that is none', 'tier=prod'],
    ['a length that is not offered', 'days=12'],
    ['a day that is none', 'from=2026-02-31'],
    ['a metric that is none', 'rows=velocity&rowsFrom=2026-01-05'],
    ['a year without a report', 'bands=2020'],
    ['an interval that is none', 'interval=hour'],
    ['owners of another time', 'owners=tomorrow'],
    ['a last day without a first', 'to=2026-02-01'],
  ])('takes %s for not said, and tells so', (_name, text) => {
    const query = new URLSearchParams(text);
    expect(parseDoraView(query)).toEqual(parseDoraView(new URLSearchParams()));
    expect(findUnknownParts(query)).toEqual(text.split('&'));
  });

  it.each([
    ['everything that can be chosen', EVERYTHING],
    ['nothing', ''],
    ['what is seen without it as well', 'tier=production&owners=then&tz='],
    ['what others put there', 'definition=bands'],
  ])('understands %s', (_name, text) => {
    expect(findUnknownParts(new URLSearchParams(text))).toEqual([]);
  });

  it('shortens long values', () => {
    const [said] = findUnknownParts(
      new URLSearchParams({ tier: 'x'.repeat(1000) }),
    );
    expect(said).toHaveLength(60);
  });

  it('is short without choices', () => {
    expect(
      writeDoraView(
        new URLSearchParams(),
        parseDoraView(new URLSearchParams()),
      ).toString(),
    ).toBe('');
  });
});

describe('the selection sent to the API', () => {
  const view = (text: string) => parseDoraView(new URLSearchParams(text));

  it.each([
    ['a week is today and six days before', 'days=7', '2026-11-15', undefined],
    ['across the end of a year', 'days=365', '2025-11-22', undefined],
    ['as app-config has it', '', undefined, undefined],
    [
      'the days that were chosen',
      'from=2026-01-01&to=2026-01-31',
      '2026-01-01',
      '2026-01-31',
    ],
  ])('%s', (_name, text, from, to) => {
    expect(toSelected(view(text), '2026-11-21')).toMatchObject({ from, to });
  });

  it('uses today in the selected zone', () => {
    const now = Date.parse('2026-11-21T23:30:00Z');
    expect(findToday('Europe/Stockholm', now)).toBe('2026-11-22');
    expect(findToday('America/New_York', now)).toBe('2026-11-21');
  });
});
