import type {
  Observation,
  ObservedInstance,
  TargetLink,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';

const MAX_PROBLEMS = 20;
const MAX_LINKS = 10;
const MAX_LOG_LINES = 20;
const MAX_LOG_LINE = 500;
/** For sentences. */
const MAX_TEXT = 2_000;
/** For names of people, tools and objects. */
const MAX_NAME = 300;
const MAX_URL = 2_000;
const MAX_ALIASES = 20;

/**
 * Limits what a target reports for people to what is stored and shown, and removes secrets from it: other systems' texts are
 * in it, and an observation is stored for every service environment. Links that a browser should not open are dropped.
 */
export function limitObservation(
  observation: Observation,
  redact: (text: string) => string,
): Observation {
  const { problems, links, managedBy, changedBy, instances, ...rest } =
    observation;
  const clean = (text: string, length: number) => redact(text).slice(0, length);
  const toLinks = (given: readonly TargetLink[]) =>
    given.flatMap(link => limitLink(link, clean)).slice(0, MAX_LINKS);
  const limited = problems?.slice(0, MAX_PROBLEMS).map(
    ({ code, message, object, since, logTail, link }): TargetProblem => ({
      code,
      message: clean(message, MAX_TEXT),
      ...(object === undefined ? {} : { object: clean(object, MAX_NAME) }),
      ...(since === undefined ? {} : { since }),
      ...(logTail === undefined
        ? {}
        : {
            // Redacted together, because a secret may span several lines.
            logTail: redact(logTail.slice(-MAX_LOG_LINES).join('\n'))
              .split('\n')
              .slice(-MAX_LOG_LINES)
              .map(line => line.slice(0, MAX_LOG_LINE)),
          }),
      ...Object.fromEntries(
        toLinks(link ? [link] : []).map(valid => ['link', valid]),
      ),
    }),
  );
  return {
    ...rest,
    instances: instances.map(limitAliases),
    ...(limited && limited.length > 0 ? { problems: limited } : {}),
    ...(links && links.length > 0 ? { links: toLinks(links) } : {}),
    ...(managedBy === undefined
      ? {}
      : { managedBy: clean(managedBy, MAX_NAME) }),
    ...(changedBy === undefined
      ? {}
      : { changedBy: { ...changedBy, name: clean(changedBy.name, MAX_NAME) } }),
  };
}

function limitLink(
  { title, url }: TargetLink,
  clean: (text: string, length: number) => string,
): TargetLink[] {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  // A link does not work without the secret in it, and a cut one leads elsewhere.
  return isWeb && clean(url, MAX_URL) === url
    ? [{ title: clean(title, MAX_NAME), url }]
    : [];
}

function limitAliases(instance: ObservedInstance): ObservedInstance {
  return instance.aliases && instance.aliases.length > MAX_ALIASES
    ? { ...instance, aliases: instance.aliases.slice(0, MAX_ALIASES) }
    : instance;
}
