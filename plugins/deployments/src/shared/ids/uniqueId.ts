/**
 * A random id of 32 hexadecimal digits.
 *
 * `crypto.randomUUID` exists in secure contexts only, and portals are at times served over plain http inside a company.
 */
export function uniqueId(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
