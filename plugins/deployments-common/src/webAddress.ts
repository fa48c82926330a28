/**
 * Whether a text is a safe link: an http or https URL, not a script, and without a user name or password, which
 * everybody who sees the link could read.
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
