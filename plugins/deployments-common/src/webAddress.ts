/**
 * Whether a text is an address that a browser may be sent to: one of the web, nothing that it would run, and without a
 * user and password in it, which whoever sees the link would see.
 *
 * @public
 */
export function isWebAddress(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    return (
      ['http:', 'https:'].includes(protocol) &&
      username === '' &&
      password === ''
    );
  } catch {
    return false;
  }
}
