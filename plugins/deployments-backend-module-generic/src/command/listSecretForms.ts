/** Replacing shorter texts would make ordinary output unreadable. */
const SHORTEST_SECRET = 4;

/**
 * Lists the texts by which secrets can appear in output, longest first: as they are, line by line (output is read in
 * lines), as a JSON string, and URL-encoded.
 */
export function listSecretForms(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(secret => [
    secret,
    secret.trim(),
    JSON.stringify(secret).slice(1, -1),
    toUrlForm(secret),
    ...secret.split(/\r?\n/).map(line => line.trim()),
  ]);
  return [...new Set(forms)]
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
}

function toUrlForm(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // It contains half of a surrogate pair.
    return secret;
  }
}
