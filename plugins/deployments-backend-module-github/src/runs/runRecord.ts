import { createHash } from 'node:crypto';
import type { TargetVersion } from '@slipway/backstage-plugin-deployments-node';

/** The input that workflows show in the names of their runs. */
export const KEY_INPUT = 'slipway_key';

/** What a run changes. */
export type RunKind = 'deploy' | 'restart' | 'remove';

/** Identifies an effect: by its idempotency key, and by what is requested under it. */
export interface RunKey {
  /** 16 hexadecimal digits of the idempotency key's hash. */
  key: string;
  /** 8 hexadecimal digits of the request's hash. The same key with another request is an error. */
  body: string;
}

/**
 * What Slipway writes about a run into its input `slipway_key`. GitHub neither returns the inputs of a run nor knows
 * idempotency keys, so the workflow shows this input in the name of the run, where it is found again.
 */
export interface RunRecord extends RunKey {
  /** Absent for a run of a step, which changes nothing that the target observes. */
  change?: {
    kind: RunKind;
    /** Identifies the service environment. */
    serviceEnvironment: string;
    /** Identifies the deployment. */
    deployment: string;
    /** Identifies the artifact that should have been running before; absent if that was not known. */
    previous?: string;
    /** Absent for `remove`. */
    version?: TargetVersion;
  };
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

export function hashIdempotencyKey(idempotencyKey: string): string {
  return hash(idempotencyKey, 16);
}

/** @param body - What is requested, as JSON. */
export function hashBody(body: unknown): string {
  return hash(JSON.stringify(body), 8);
}

export function hashServiceEnvironment(
  service: string,
  environment: string,
): string {
  return hash(`${service}@${environment}`, 16);
}

export function hashDeployment(deploymentId: string): string {
  return hash(deploymentId, 16);
}

export function hashArtifact(artifact: string): string {
  return hash(artifact, 16);
}

/** Identifies what a version is, so that the same version is the same instance again, unless it is restarted. */
export function formatInstanceId({
  key,
  kind,
  version,
}: {
  key: string;
  kind: RunKind;
  version: TargetVersion;
}): string {
  const isRestart = kind === 'restart';
  return `${version.name}@${
    isRestart ? key.slice(0, 8) : hash(version.artifact, 8)
  }`;
}

const escape = (text: string) =>
  // eslint-disable-next-line no-control-regex -- Control characters are what it replaces.
  text.replace(/[\s%[\]\x00-\x1f\x7f]/gu, encodeURIComponent);

function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Writes the value of the input. The brackets show whether a name was cut. */
export function formatRunRecord({ key, body, change }: RunRecord): string {
  const fields = change
    ? [
        change.kind,
        change.serviceEnvironment,
        change.deployment,
        change.previous ?? '-',
        ...(change.version
          ? [
              escape(change.version.name),
              escape(change.version.artifact),
              ...(change.version.commit ? [escape(change.version.commit)] : []),
            ]
          : []),
      ]
    : [];
  return `[${[`${key}-${body}`, ...fields].join(' ')}]`;
}

const KEY = /\[([0-9a-f]{16})-([0-9a-f]{8})(?![0-9a-f])/g;
const CHANGE =
  /^ (deploy|restart|remove) ([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9a-f]{16}|-)(?: ([^\s[\]]+) ([^\s[\]]+)(?: ([^\s[\]]+))?)?\]/;

/** The last one counts, because the name may also show text from elsewhere. */
function findKey(title: string) {
  return [...title.matchAll(KEY)].at(-1);
}

/** Whether a text would be taken for a record if a workflow showed it in the name of a run. */
export function resemblesRunRecord(text: string): boolean {
  return findKey(text) !== undefined;
}

/** Reads the record from the name of a run; `undefined` if Slipway did not start it. A name that was cut has no `change`. */
export function parseRunRecord(title: string): RunRecord | undefined {
  const found = findKey(title);
  if (!found) return undefined;
  const [match, key = '', body = ''] = found;
  const rest = title.slice(found.index + match.length);
  const [
    ,
    kind,
    serviceEnvironment,
    deployment,
    previous,
    name,
    artifact,
    commit,
  ] = CHANGE.exec(rest) ?? [];
  if (!kind || !serviceEnvironment || !deployment || !previous) {
    return { key, body };
  }
  const version = readVersion(name, artifact, commit);
  if (kind !== 'remove' && !version) return { key, body };
  return {
    key,
    body,
    change: {
      kind: kind as RunKind,
      serviceEnvironment,
      deployment,
      ...(previous === '-' ? {} : { previous }),
      ...(version ? { version } : {}),
    },
  };
}

function readVersion(
  ...[escapedName, escapedArtifact, escapedCommit]: (string | undefined)[]
): TargetVersion | undefined {
  const name = unescape(escapedName ?? '');
  const artifact = unescape(escapedArtifact ?? '');
  const commit = unescape(escapedCommit ?? '');
  if (!name || !artifact) return undefined;
  return { name, artifact, ...(commit ? { commit } : {}) };
}

/** Whether the record of a run was cut, so that nobody can tell what it changed. */
export function isCut(title: string): boolean {
  const found = findKey(title);
  return found !== undefined && !title.slice(found.index).includes(']');
}
