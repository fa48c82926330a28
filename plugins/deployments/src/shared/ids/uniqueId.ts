/**
 * A random id of 32 hexadecimal digits.
 *
 * `crypto.randomUUID` only exists in secure contexts, and some companies serve their portal over plain HTTP.
 */
export function uniqueId(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
