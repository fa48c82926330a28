import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import type {
  Blocker,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  TargetLink,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import { parseEntityRef } from '@backstage/catalog-model';
import { isUserOrGroup } from '../domain/policy/whomToAsk';

type Redact = (text: string) => string;

const MAX_LINKS = 10;
const MAX_PROBLEMS = 20;
const MAX_LOG_LINES = 20;
const MAX_ASKED = 20;
const MAX_LINE = 500;
const MAX_TITLE = 200;
const MAX_URL = 2_000;
const MAX_MESSAGE = 2_000;

interface Report {
  links?: TargetLink[];
  problems?: TargetProblem[];
}

/**
 * Prepares the links and problems of a report for being stored and shown: removes secrets, cuts what is too long, and drops
 * links that are no web addresses or that contain a secret.
 */
export function redactReport(
  { links, problems }: Report,
  redact: Redact,
): Report {
  return {
    ...(links ? { links: redactLinks(links, redact) } : {}),
    ...(problems
      ? {
          problems: problems
            .slice(0, MAX_PROBLEMS)
            .map(problem => redactProblem(problem, redact)),
        }
      : {}),
  };
}

/** Prepares a blocker from a provider for being stored and shown, in the same way. */
export function redactBlocker(blocker: Blocker, redact: Redact): Blocker {
  return {
    ...blocker,
    ...redactSaid(blocker, text => redact(text).slice(0, MAX_MESSAGE)),
    ...redactParams(blocker, redact),
    ...(blocker.links ? { links: redactLinks(blocker.links, redact) } : {}),
    ...(blocker.ask
      ? { ask: blocker.ask.filter(isPersonOrGroup).slice(0, MAX_ASKED) }
      : {}),
  };
}

/** Removes secrets from a message, and from what its codes name. */
export function redactSaid<T extends { message?: string }>(
  { message, sentences }: T & { sentences?: Sentence[] },
  redact: Redact,
): Pick<T, 'message'> & { sentences?: Sentence[] } {
  return {
    ...(message === undefined ? {} : { message: redact(message) }),
    ...(sentences
      ? { sentences: sentences.map(it => redactSentence(it, redact)) }
      : {}),
  };
}

function redactSentence({ code, params }: Sentence, redact: Redact): Sentence {
  return { code, ...redactParams({ params }, redact) };
}

/** Removes secrets from what a code names. */
function redactParams(
  { params }: Pick<Sentence, 'params'>,
  redact: Redact,
): Pick<Sentence, 'params'> {
  return params
    ? {
        params: Object.fromEntries(
          Object.entries(params).map(([name, value]) => [
            name,
            typeof value === 'string' ? redact(value) : value,
          ]),
        ),
      }
    : {};
}

function redactLinks(
  links: readonly TargetLink[],
  redact: Redact,
): TargetLink[] {
  return links
    .flatMap(link => redactLink(link, redact) ?? [])
    .slice(0, MAX_LINKS);
}

function redactLink(
  { title, url }: TargetLink,
  redact: Redact,
): TargetLink | undefined {
  // A link does not work without the secret in it.
  return isWebAddress(url) && url.length <= MAX_URL && redact(url) === url
    ? { title: redact(title).slice(0, MAX_TITLE), url }
    : undefined;
}

function redactProblem(
  { code, message, object, since, logTail, link }: TargetProblem,
  redact: Redact,
): TargetProblem {
  const shownLink = link && redactLink(link, redact);
  return {
    code,
    message: redact(message).slice(0, MAX_MESSAGE),
    ...(object === undefined
      ? {}
      : { object: redact(object).slice(0, MAX_TITLE) }),
    ...(since !== undefined && isTime(since) ? { since } : {}),
    ...(logTail ? { logTail: redactLog(logTail, redact) } : {}),
    ...(shownLink ? { link: shownLink } : {}),
  };
}

/** Keeps the last lines. They are redacted together, because a secret may span several lines. */
function redactLog(lines: readonly string[], redact: Redact): string[] {
  return redact(lines.slice(-MAX_LOG_LINES).join('\n'))
    .split('\n')
    .slice(-MAX_LOG_LINES)
    .map(line => line.slice(0, MAX_LINE));
}

function isPersonOrGroup(ref: string): boolean {
  try {
    parseEntityRef(ref);
    return isUserOrGroup(ref);
  } catch {
    return false;
  }
}

function isTime(since: number): boolean {
  return !Number.isNaN(new Date(since).getTime());
}
