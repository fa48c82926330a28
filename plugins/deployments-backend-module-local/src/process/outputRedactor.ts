import { redactText } from '@slipway/backstage-plugin-deployments-node';

const SECRET_NAME = /secret|token|passw|credential|api_?key|private_?key|dsn/i;
/** Replacing shorter values would make ordinary words unreadable. */
const MIN_LENGTH = 6;

/**
 * Creates a function that removes secrets from a line of output: values of variables with secret names, passwords in
 * URLs of other variables, and text that looks like a secret.
 */
export function createOutputRedactor(
  env: Readonly<Record<string, string>>,
): (line: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) ? [value] : findPasswords(value),
  );
  const redactable = secrets.filter(({ length }) => length >= MIN_LENGTH);
  return line => redactText(line, redactable);
}

/** Drivers write the password of a `DB_URL` into their errors without the URL. */
function findPasswords(value: string): string[] {
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
