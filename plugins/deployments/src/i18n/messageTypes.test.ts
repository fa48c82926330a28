/** @jest-environment node */
import type { FlatMessages, Texts, Translate } from './messageTypes';

type Messages = {
  plain: 'Nothing to fill in';
  nested: { named: 'Hello {{name}}' };
  looks_one: '{{count}} look of {{every}}';
  looks_other: 'Looks of {{every}}';
};

/** Only the compiler checks the calls. */
const t = ((key: string) => key) as unknown as Translate<
  Texts<FlatMessages<Messages>>
>;

describe('the types of a translation', () => {
  it('know the keys and the values that each text needs', () => {
    expect([
      t('plain'),
      t('nested.named', { name: 'Ana' }),
      t('looks', { count: 2, every: '5 s' }),
    ]).toHaveLength(3);
  });

  it('refuse unknown keys, and values that are missing or wrong', () => {
    expect([
      // @ts-expect-error There is no such key.
      t('nested.other'),
      // @ts-expect-error The name is missing.
      t('nested.named'),
      // @ts-expect-error The count of a text with plural forms is missing.
      t('looks', { every: '5 s' }),
      // @ts-expect-error A count is a number.
      t('looks', { count: '2', every: '5 s' }),
    ]).toHaveLength(4);
  });
});
