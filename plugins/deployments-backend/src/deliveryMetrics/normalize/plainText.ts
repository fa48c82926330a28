/**
 * Controls that change how the text around them is displayed: line breaks, escape sequences, bidirectional overrides.
 */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const RUNS_OF_CONTROLS = new RegExp(`(?:${CONTROLS.source}|\\s)+`, 'gu');

/** Whether a text contains control characters, which identifiers must not. */
export function hasControls(text: string): boolean {
  return CONTROLS.test(text);
}

/**
 * Returns a title on one line. People and tools put line breaks into titles and summaries, so these are normalized
 * rather than rejected: each run of white space and control characters becomes a space, and a lone surrogate becomes
 * the replacement character. Returns undefined if nothing is left.
 */
export function toTitle(text: string): string | undefined {
  const title = text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(RUNS_OF_CONTROLS, ' ')
    .trim();
  return title === '' ? undefined : title;
}
