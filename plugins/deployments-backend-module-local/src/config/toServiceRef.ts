const REF = /^(?:([^:/\s]+):)?(?:([^:/\s]+)\/)?([^:/\s]+)$/;

/**
 * The full entity ref of a service named in config by ref or by name alone: `checkout` is `component:default/checkout`.
 * Refs are compared in lower case, as the catalog does. `undefined` for what is no ref.
 */
export function toServiceRef(name: string): string | undefined {
  const match = REF.exec(name);
  if (!match) return undefined;
  const [, kind = 'component', namespace = 'default', entity] = match;
  return `${kind}:${namespace}/${entity}`.toLocaleLowerCase('en-US');
}
