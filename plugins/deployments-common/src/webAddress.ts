/** Whether a text is an address that a browser may be sent to: one of the web, and nothing that it would run.
 * @public */
export function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
