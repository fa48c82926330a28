const SECRET_NAME = /secret|token|passw|credential|api_?key|private_?key|dsn/i;
/** Shorter values would make ordinary words disappear. */
const MIN_LENGTH = 6;

/** Replaces the values of variables whose names say that they are secret, before a line leaves for a log. */
export function createRedactor(
  env: Readonly<Record<string, string>>,
): (line: string) => string {
  const secrets = Object.entries(env)
    .filter(
      ([name, value]) => SECRET_NAME.test(name) && value.length >= MIN_LENGTH,
    )
    .map(([, value]) => value);
  return line =>
    secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
}
