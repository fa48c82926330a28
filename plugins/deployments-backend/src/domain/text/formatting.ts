/** The name of a service, e.g. `checkout` for `component:default/checkout`. */
function serviceName(state: { service: string }): string {
  return nameOfRef(state.service);
}

/** The name in an entity ref or a principal, e.g. `ada` for `user:default/ada`. */
export function nameOfRef(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

export function versionName(state: { version: { name: string } }): string {
  return state.version.name;
}

/** A service environment, e.g. `checkout in production`. */
export function serviceEnvironment(state: {
  service: string;
  environment: string;
}): string {
  return `${serviceName(state)} in ${state.environment}`;
}

/** A step's title in quotes, to set it apart within a sentence. */
export function quote(step: { title: string }): string {
  return `“${step.title}”`;
}

/** The text with a period at its end, unless it already ends a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The text without the period at its end, for use within a sentence. */
export function withoutPeriod(text: string): string {
  return text.replace(/\.$/, '');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[], word = 'and'): string {
  const last = names[names.length - 1];
  if (names.length < 2 || last === undefined) {
    return last ?? '';
  }
  return `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(names: readonly string[]): string {
  return list(names, 'or');
}

/** A button's label within a sentence, e.g. `stop 1.5.2` for `Stop 1.5.2`. */
export function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** A time in UTC to the minute, because stored messages are read in many time zones. `at`: epoch milliseconds. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
