/**
 * Says which type a value of app-config has, without the value: `empty` (null), `a list`, `an object`, `a string`, `a number` or
 * `true or false`.
 *
 * @public
 */
export function describeType(value: unknown): string {
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    default:
      return 'true or false';
  }
}
