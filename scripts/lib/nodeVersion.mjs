/**
 * Whether Slipway supports this version of Node. Backstage requires 22 or 24; 20 is
 * supported from 20.20 on, the version on which our tests run.
 *
 * @param {string} version - E.g. `22.14.0`.
 */
export function isSupportedNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 22 || major === 24 || (major === 20 && minor >= 20);
}

/** Exits with an error if this version of Node is not supported. */
export function requireSupportedNode() {
  const { node } = process.versions;
  if (isSupportedNode(node)) return;
  console.error(
    `Slipway needs Node 20.20 or later in the 20 series, 22 or 24, but this is Node ${node}. Install one of those and try again.`,
  );
  process.exit(1);
}
