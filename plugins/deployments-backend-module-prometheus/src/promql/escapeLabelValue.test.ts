import { escapeLabelValue } from './escapeLabelValue';

const HOSTILE = 'x"} or up{a="\\';

describe('escapeLabelValue', () => {
  it.each([
    ['=', 'up{service="', 'x\\"} or up{a=\\"\\\\'],
    ['!=', 'up{service!="', 'x\\"} or up{a=\\"\\\\'],
    ['= with spaces', 'up{service = "', 'x\\"} or up{a=\\"\\\\'],
    ['a second label', 'up{a="b",service="', 'x\\"} or up{a=\\"\\\\'],
    ['single quotes', "up{service='", 'x"} or up{a="\\\\'],
    ['after an escaped quote', 'up{a="\\"",b="', 'x\\"} or up{a=\\"\\\\'],
    ['after a comment', 'up # "it\n{a="', 'x\\"} or up{a=\\"\\\\'],
    ['=~', 'up{service=~"', 'x\\"\\\\} or up\\\\{a=\\"\\\\\\\\'],
    ['within !~', 'up{service!~"pre-', 'x\\"\\\\} or up\\\\{a=\\"\\\\\\\\'],
  ])('keeps a hostile value within the string of %s', (_, before, expected) => {
    expect(escapeLabelValue(HOSTILE, before)).toBe(expected);
  });

  it('escapes line breaks, control characters and half characters', () => {
    expect(escapeLabelValue('a\nb\u0000c\ud800', 'up{x="')).toBe(
      'a\\u000ab\\u0000c\ufffd',
    );
  });

  it('makes no part of a value a regular expression', () => {
    expect(escapeLabelValue('.*|a', 'up{x=~"')).toBe('\\\\.\\\\*\\\\|a');
  });

  it.each([
    ['code', 'up['],
    ['the name of a label', 'up{'],
    ['code after a string', 'up{a="b"'],
    ['a string that is no matcher', 'label_replace(up, "'],
    ['backticks, where nothing can be escaped', 'up{a=`'],
    ['a comment', 'up # {a="'],
    ['the beginning', ''],
  ])('allows no value in %s', (_, before) => {
    expect(escapeLabelValue('x', before)).toBeUndefined();
  });
});
