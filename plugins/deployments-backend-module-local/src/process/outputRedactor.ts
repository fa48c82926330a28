import { redactText } from '@slipway/backstage-plugin-deployments-node';

const SECRET_NAME = /secret|token|passw|credential|api_?key|private_?key|dsn/i;
/** Shorter values would make ordinary words disappear. */
const MIN_LENGTH = 6;

/**
 * Takes secrets out of a line before it leaves for a log: the values of variables whose names say that they are secret,
 * passwords in the URLs of others, and what looks like a secret by itself.
 */
export function createRedactor(
  env: Readonly<Record<string, string>>,
): (line: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) ? [value] : passwordOf(value),
  );
  const known = secrets.filter(({ length }) => length >= MIN_LENGTH);
  return line => redactText(line, known);
}

/** A service may write the password of its `DB_URL` by itself, as drivers do in their errors. */
function passwordOf(value: string): string[] {
  if (!value.includes('://') || !URL.canParse(value)) {
    return [];
  }
  const { password } = new URL(value);
  try {
    return password ? [password, decodeURIComponent(password)] : [];
  } catch {
    return [password];
  }
}
