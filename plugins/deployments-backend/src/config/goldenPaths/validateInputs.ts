import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { linearRegExp } from '@slipway/backstage-plugin-deployments-common/regexp';
import type { JsonObject } from '@backstage/types';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { isRecord } from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';

export type CheckedInputs =
  /** `inputs`: the entered values with the schema's defaults. */
  | { result: 'valid'; inputs: JsonObject }
  /** `mistakes`: one sentence each, starting with the input's name. */
  | { result: 'invalid'; mistakes: string[] };

const NOTHING: JsonObject = { type: 'object', additionalProperties: false };

/** Caches validators by schema, because compiling one takes longer than the rest of a request. */
const validators = new WeakMap<JsonObject, ValidateFunction>();

/** Validates the inputs of a request with the golden path's schema. Undeclared inputs are refused. */
export function validateInputs(
  schema: JsonObject | undefined,
  inputs: JsonObject | undefined,
): CheckedInputs {
  const entered = structuredClone(inputs ?? {});
  // Check lengths first, so that the validator never processes very long texts.
  const unfit = findUnfitTexts(entered, schema);
  if (unfit.length > 0) {
    return { result: 'invalid', mistakes: unfit };
  }
  const validate = getValidator(schema ?? NOTHING);
  if (validate(entered)) {
    return { result: 'valid', inputs: entered };
  }
  return {
    result: 'invalid',
    mistakes: (validate.errors ?? []).map(sentence),
  };
}

/** The longest text of one input, in characters. The request as a whole has its own limit. */
const LONGEST_TEXT = 20_000;

/**
 * Finds texts that are too long or contain invisible characters, because inputs are filled into headers, URLs and
 * bodies. Line breaks and tabs are allowed for inputs with `ui:widget: textarea`.
 */
function findUnfitTexts(value: unknown, schema: unknown, name = ''): string[] {
  const at = (key: string) => (name ? `${name}.${key}` : key);
  if (typeof value === 'string') {
    const problem = textProblem(
      value,
      isRecord(schema) && schema['ui:widget'] === 'textarea',
    );
    return problem ? [`${name}: ${problem}`] : [];
  }
  if (Array.isArray(value)) {
    const items = isRecord(schema) ? schema.items : undefined;
    return value.flatMap((inner, index) =>
      findUnfitTexts(inner, items, at(String(index))),
    );
  }
  if (isRecord(value)) {
    const properties = isRecord(schema) ? schema.properties : undefined;
    return Object.entries(value).flatMap(([key, inner]) => [
      ...(textProblem(key, false)
        ? [
            `${
              name || 'inputs'
            }: has a name with invisible characters, or one that is too long`,
          ]
        : []),
      ...findUnfitTexts(
        inner,
        isRecord(properties) ? properties[key] : undefined,
        at(key),
      ),
    ]);
  }
  return [];
}

function textProblem(text: string, hasLines: boolean): string | undefined {
  if (text.length > LONGEST_TEXT) {
    return `is longer than ${LONGEST_TEXT} characters`;
  }
  if (/\p{Cs}/u.test(text)) {
    return 'is not valid Unicode';
  }
  const rest = hasLines ? text.replace(/[\t\r\n]/g, '') : text;
  if (/[\r\n\u2028\u2029]/.test(rest)) {
    return 'must be one line';
  }
  // Of the format characters, only those that change the reading direction are refused.
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(rest)
    ? 'must not contain control characters'
    : undefined;
}

/** Reads `inputs` of a golden path: the JSON Schema of an object, whose properties are the dialog's fields. */
export function readInputs(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): JsonObject | undefined {
  if (
    !isRecord(value) ||
    value.type !== 'object' ||
    !isRecord(value.properties)
  ) {
    mistakes.add(
      path,
      'expected a JSON Schema with "type: object" and "properties"',
    );
    return undefined;
  }
  try {
    compile(value as JsonObject);
    return value as JsonObject;
  } catch (error) {
    mistakes.add(
      path,
      `is not a valid JSON Schema: ${
        error instanceof Error ? error.message : String(error)
      }`,
    );
    return undefined;
  }
}

/** Lists the declared inputs by dotted name, and whether each is a list. Includes inputs in objects, but not in lists. */
export function declaredInputs(
  schema: unknown,
  prefix = '',
): Map<string, { isList: boolean }> {
  const properties =
    isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
  return new Map(
    Object.entries(properties).flatMap(([key, property]) => [
      [
        `${prefix}${key}`,
        { isList: isRecord(property) && property.type === 'array' },
      ] as const,
      ...declaredInputs(property, `${prefix}${key}.`),
    ]),
  );
}

function getValidator(schema: JsonObject): ValidateFunction {
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  return validate;
}

function compile(schema: JsonObject): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    // Strict mode would refuse the `ui:…` keywords of forms.
    strict: false,
    validateFormats: true,
    code: { regExp: linearRegExp },
  });
  addFormats(ajv);
  return ajv.compile({ additionalProperties: false, ...schema });
}

function sentence({
  instancePath,
  message,
  params,
  keyword,
}: ErrorObject): string {
  const name = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'additionalProperties') {
    const extra = String(params.additionalProperty);
    return `${
      name ? `${name}.` : ''
    }${extra}: is not an input of this golden path`;
  }
  if (keyword === 'required') {
    return `${name ? `${name}.` : ''}${String(
      params.missingProperty,
    )}: is missing`;
  }
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return `${name}: must be one of ${params.allowedValues.join(', ')}`;
  }
  return `${name ? `${name}: ` : ''}${message ?? 'is not valid'}`;
}
