/** Messages with keys that are nested or flat. */
export type NestedMessages = {
  readonly [key: string]: string | NestedMessages;
};

/** Pairs of a key, with dots, and its text. */
type Entries<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? [`${Prefix}${K}`, T[K]]
    : Entries<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** Messages with flat keys: `{ a: { b: 'text' } }` becomes `{ 'a.b': 'text' }`. */
export type FlatMessages<T extends NestedMessages> =
  Entries<T> extends infer E extends [string, string]
    ? { readonly [Entry in E as Entry[0]]: Entry[1] }
    : never;

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

/** The text that each key translates to; the union of its forms when it has plural forms, which need a count. */
export type Texts<M> = {
  [K in keyof M & string as K extends `${infer Base}_${PluralSuffix}`
    ? Base
    : K]: K extends `${string}_${PluralSuffix}` ? M[K] | '{{count}}' : M[K];
};

type Placeholders<T> = T extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** A value for each placeholder of the text; no argument when it has none. */
type Values<T, Value> = [Placeholders<T>] extends [never]
  ? []
  : [
      values: {
        [Name in Placeholders<T>]: Name extends 'count' ? number : Value;
      },
    ];

/** Translates one message. With an element as a value the result is an element. */
export interface Translate<T> {
  <K extends keyof T>(key: K, ...values: Values<T[K], string>): string;
  <K extends keyof T>(
    key: K,
    ...values: Values<T[K], string | JSX.Element>
  ): JSX.Element;
}
