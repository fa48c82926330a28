/**
 * Whether Slipway runs on this version of Node. Backstage asks for 22 or 24;
 * 20 is supported from 20.20 on, the version that our tests run on.
 *
 * @param {string} version - for example `22.14.0`
 */
export function isSupportedNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 22 || major === 24 || (major === 20 && minor >= 20);
}

/** Ends the process with one line when this Node is not supported. */
export function requireSupportedNode() {
  const { node } = process.versions;
  if (isSupportedNode(node)) return;
  console.error(
    `Slipway needs Node 20.20 or later in the 20 series, 22 or 24; this is Node ${node}. Install one of those and try again.`,
  );
  process.exit(1);
}
