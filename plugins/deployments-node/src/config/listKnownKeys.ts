import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ConfigPath } from './formatConfigPath';

/** The parts of zod's definitions of objects, records, arrays, unions and wrappers that are used here. */
interface DefinedSchema {
  def: {
    type?: string;
    innerType?: DefinedSchema;
    in?: DefinedSchema;
    out?: DefinedSchema;
    options?: DefinedSchema[];
    shape?: Record<string, DefinedSchema>;
    valueType?: DefinedSchema;
    element?: DefinedSchema;
  };
}

/**
 * Lists the keys of an object schema at a path; empty if there are none. Returns `undefined` for a schema of another library
 * than zod, because Standard Schema does not tell the keys.
 *
 * @public
 */
export function listKnownKeys(
  schema: StandardSchemaV1,
  path: ConfigPath,
): string[] | undefined {
  return hasDefinition(schema) ? listKeys(schema, path) : undefined;
}

function hasDefinition(schema: object): schema is DefinedSchema {
  return 'def' in schema && typeof schema.def === 'object';
}

function listKeys({ def }: DefinedSchema, path: ConfigPath): string[] {
  // A transformation comes first if the value is preprocessed, and otherwise last.
  const unwrapped =
    def.innerType ?? (def.in?.def.type === 'transform' ? def.out : def.in);
  if (unwrapped) {
    return listKeys(unwrapped, path);
  }
  if (def.options) {
    return [...new Set(def.options.flatMap(it => listKeys(it, path)))];
  }
  const [part, ...rest] = path;
  if (part === undefined) {
    return Object.keys(def.shape ?? {});
  }
  const next = def.shape?.[part] ?? def.valueType ?? def.element;
  return next ? listKeys(next, rest) : [];
}
