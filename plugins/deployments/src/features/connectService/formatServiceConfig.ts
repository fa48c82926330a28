import type { JsonObject, JsonValue } from '@backstage/types';

/** Texts that YAML would not read as the same text without quotes are written as JSON, which is valid YAML. */
const PLAIN = /^[A-Za-z_][\w./:-]*[\w/]$|^[A-Za-z_]$/;
const NOT_TEXT = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** Formats the lines for app-config that name what a service is in an environment, in YAML. */
export function formatServiceConfig(
  service: string,
  environment: string,
  target: Record<string, unknown>,
): string {
  return formatObject(
    {
      deployments: {
        services: {
          [service]: { [environment]: { target: target as JsonObject } },
        },
      },
    },
    '',
  ).join('\n');
}

function formatObject(object: JsonObject, indent: string): string[] {
  return Object.entries(object).flatMap(([key, value]) =>
    isFilledObject(value)
      ? [`${indent}${formatText(key)}:`, ...formatObject(value, `${indent}  `)]
      : [`${indent}${formatText(key)}: ${formatScalar(value)}`],
  );
}

function isFilledObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0
  );
}

function formatScalar(value: JsonValue | undefined): string {
  return typeof value === 'string' ? formatText(value) : JSON.stringify(value);
}

function formatText(text: string): string {
  return PLAIN.test(text) && !NOT_TEXT.test(text) ? text : JSON.stringify(text);
}
