import type {
  EffectRequest,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { HttpHandle } from './httpHandle';

/** The values of the names in `{…}`. A name without a value is absent. */
export function toTemplateValues(
  request: ServiceEnvironment & Partial<Pick<EffectRequest, 'deploymentId'>>,
  about: Omit<HttpHandle['about'], 'effect'>,
): ReadonlyMap<string, JsonValue> {
  const { version, intent, restart, expected, candidateId, weight } = about;
  const values: Record<string, JsonValue | undefined> = {
    'service.ref': request.service,
    'environment.name': request.environment.name,
    'version.name': version?.name,
    'version.artifact': version?.artifact,
    'version.commit': version?.commit,
    'deployment.id': request.deploymentId,
    'candidate.id': candidateId,
    expected,
    intent,
    restart: version && (restart ?? false),
    weight,
  };
  return new Map(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** The body of a request whose settings have none: everything that has a value, as nested objects. */
export function getDefaultBody(
  values: ReadonlyMap<string, JsonValue>,
): JsonObject {
  const pick = (name: string) => values.get(name) ?? null;
  const body: JsonObject = {
    service: pick('service.ref'),
    environment: pick('environment.name'),
    deployment: pick('deployment.id'),
  };
  if (values.has('version.artifact')) {
    body.version = {
      name: pick('version.name'),
      artifact: pick('version.artifact'),
      commit: pick('version.commit'),
    };
    body.intent = pick('intent');
    body.restart = pick('restart');
    body.expected = pick('expected');
  }
  if (values.has('candidate.id')) body.candidate = pick('candidate.id');
  if (values.has('weight')) body.weight = pick('weight');
  return body;
}
