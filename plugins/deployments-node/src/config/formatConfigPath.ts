/**
 * Keys and indexes from a section of app-config, or from its root, to a value.
 *
 * @public
 */
export type ConfigPath = readonly (string | number)[];

/**
 * Formats a path. Keys that aren't plain words are quoted: `deployments.services["component:default/checkout"]`.
 *
 * @param root - The formatted path of the section from which `path` starts; empty for the root of app-config.
 * @public
 */
export function formatConfigPath(path: ConfigPath, root = ''): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    if (!/^[$]?[\w-]+$/.test(part)) {
      return `${text}[${JSON.stringify(part)}]`;
    }
    return text === '' ? part : `${text}.${part}`;
  }, root);
}
