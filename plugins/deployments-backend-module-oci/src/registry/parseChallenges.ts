/** What a registry asks for in `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case, e.g. `bearer`. */
  scheme: string;
  /** Names in lower case. */
  parameters: Record<string, string>;
}

const PARAMETER =
  /^\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)?/;
const SCHEME = /^[\s,]*([\w-]+)(?:\s+|$)/;
/** Longer headers are not read. */
const MAX_LENGTH = 8_192;

/** Parses `WWW-Authenticate`, which may have several challenges. What it can't read is left out. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = header.slice(0, MAX_LENGTH);
  for (;;) {
    const parameter = PARAMETER.exec(rest);
    const current = challenges.at(-1);
    if (parameter && current) {
      const [whole, name = '', quoted, plain = ''] = parameter;
      current.parameters[name.toLowerCase()] =
        quoted?.replace(/\\(.)/g, '$1') ?? plain;
      rest = rest.slice(whole.length);
      continue;
    }
    const scheme = SCHEME.exec(rest);
    if (!scheme) return challenges;
    challenges.push({
      scheme: (scheme[1] ?? '').toLowerCase(),
      parameters: {},
    });
    rest = rest.slice(scheme[0].length);
  }
}
