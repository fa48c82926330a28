const REF = /^(?:([^:/\s]+):)?(?:([^:/\s]+)\/)?([^:/\s]+)$/;

/**
 * Converts a service's name in the configuration to its full entity ref in lower case: `checkout` becomes
 * `component:default/checkout`. Returns `undefined` if it is not a valid ref.
 */
export function toServiceRef(name: string): string | undefined {
  const match = REF.exec(name);
  if (!match) return undefined;
  const [, kind = 'component', namespace = 'default', entity] = match;
  return `${kind}:${namespace}/${entity}`.toLocaleLowerCase('en-US');
}
