import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { DeploymentsConfigError } from './mistakes';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { fakeRegistry, fakeTarget } from '../__testUtils__/registry';

const registry = fakeRegistry([fakeTarget('local'), fakeTarget('plain', [])]);

function mistakesIn(yaml: string): string[] {
  try {
    readDeploymentsModel(
      new ConfigReader({ deployments: parse(yaml) }),
      registry,
    );
    return [];
  } catch (error) {
    if (!(error instanceof DeploymentsConfigError)) {
      throw error;
    }
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
}

const ENVIRONMENT = `
environments:
  dev: { target: { provider: local } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}/healthz', passes: { status: 200 } }
  public: { provider: http, url: 'https://shop.example.com', passes: { status: 200 } }
  sized: { provider: http, url: '{{ candidate.url }}/{{ inputs.size }}', passes: { status: 200 } }
`;

const path = (steps: string, rest = '') => `${ENVIRONMENT}
goldenPaths:
  web:
    steps: ${steps}
    ${rest}
`;

const CANARY =
  '{ id: canary, use: deploy, with: { strategy: canary, weight: 10 } }';
const ROLLOUT =
  '{ id: rollout, use: canary, with: { stages: [{ weight: 10 }] } }';
const RETIRE = '{ id: retire, use: finalize }';

const P = 'deployments.goldenPaths.web';

describe('every mistake is reported with its config path and what was expected', () => {
  const cases: Record<
    string,
    [yaml: string, ...expected: (string | RegExp)[]]
  > = {
    'a typo in the name of a section': [
      'goldenPath: {}',
      'deployments.goldenPath: unknown key; did you mean "goldenPaths"?',
    ],
    'a section that is a list': [
      'environments: [dev]',
      'deployments.environments: is a list; expected an object keyed by name',
    ],
    'an unknown key of an environment': [
      'environments: { dev: { teir: staging, target: { provider: local } } }',
      /^deployments\.environments\.dev\.teir: unknown key; did you mean "tier"\? Known: title, description, tier, /,
    ],
    'an unknown tier': [
      'environments: { dev: { tier: prod, target: { provider: local } } }',
      'deployments.environments.dev.tier: unknown value "prod"; Known: production, staging, testing, development, other',
    ],
    'a missing key that may be an unset variable': [
      'environments: { dev: { target: {} } }',
      'deployments.environments.dev.target.provider: is missing; expected a string. If it is written as ${NAME}, that environment variable is not set.',
    ],
    'an unknown target': [
      'environments: { dev: { target: { provider: locl } } }',
      'deployments.environments.dev.target.provider: unknown target "locl"; did you mean "local"? Known: local, plain',
    ],
    'a known target that is the wrong one, once for all golden paths and services':
      [
        `${path(
          `[${CANARY}, { id: watch, use: check, with: { checks: [sized], for: 1m } }, { id: shift, use: traffic, with: { weight: 100 } }, ${RETIRE}]`,
          'inputs: { type: object, properties: { size: { type: string } } }',
        )}  other: { steps: [${CANARY}, ${RETIRE}] }
  another: { extends: web }
services: { checkout: { dev: { target: { size: 1 } } } }`.replace(
          'provider: local',
          'provider: plain, port: 99999',
        ),
        'deployments.environments.dev.target: port is not right',
        'deployments.environments.dev.target.provider: the target plain of environment dev does not support what 2 steps of golden paths need: side-by-side, weights (it supports: none of these capabilities). Choose another target, or change these steps: deployments.goldenPaths.web.steps[0], deployments.goldenPaths.other.steps[0]',
      ],
    'a check that targets do not support, once for all its steps and environments':
      [
        `environments: { dev: { target: { provider: plain } }, qa: { target: { provider: plain } } }
checks: { speed: { provider: target, measure: p95, passes: { atMost: 300 } } }
goldenPaths:
${['a', 'b', 'c', 'd', 'e']
  .map(
    name =>
      `  ${name}: { steps: [{ id: go, use: deploy }, { id: watch, use: check, with: { checks: [speed], for: 1m } }, ${RETIRE}] }`,
  )
  .join('\n')}`,
        'deployments.checks.speed: the check "speed" needs measure, which the target plain of the environments dev and qa does not support (it supports: none of these capabilities). Measure with another provider there, or exclude the environment with "if". 5 steps use it: deployments.goldenPaths.a.steps[1].with.checks, deployments.goldenPaths.b.steps[1].with.checks, deployments.goldenPaths.c.steps[1].with.checks and 2 more',
      ],
    'keys that other golden paths inherit, where they are written': [
      `${path(
        '[{ id: a, use: wait, with: { for: 1m } }]',
        'checks: [respons]',
      )}  other: { extends: web }
  another: { extends: other, onFailure: stop }`,
      `${P}.checks[0]: unknown check "respons"; did you mean "responds"? Known: responds, public, sized`,
      'deployments.goldenPaths.another.onFailure: unknown value "stop"; Known: rollback, pause, fail',
    ],
    'settings that the target refuses': [
      'environments: { dev: { target: { provider: local, port: 99999 } } }',
      'deployments.environments.dev.target: port is not right',
    ],
    'a name that is not valid in a URL': [
      'environments: { "my env": { target: { provider: local } } }',
      /^deployments\.environments\["my env"\]: is not a name; expected /,
    ],
    'promotion from an unknown environment': [
      'environments: { prod: { target: { provider: local }, promotesFrom: { environment: stagin } }, staging: { target: { provider: local } } }',
      'deployments.environments.prod.promotesFrom.environment: unknown environment "stagin"; did you mean "staging"? Known: prod, staging',
    ],
    'circular promotion': [
      'environments: { a: { target: { provider: local }, promotesFrom: { environment: b } }, b: { target: { provider: local }, promotesFrom: { environment: a } } }',
      'deployments.environments.a.promotesFrom: is circular: a promotes from b promotes from a',
    ],
    'a duration without a unit': [
      'environments: { b: { target: { provider: local } }, a: { target: { provider: local }, promotesFrom: { environment: b, soak: 10 } } }',
      'deployments.environments.a.promotesFrom.soak: expected a duration, such as 10s, PT10S or { seconds: 10 }',
    ],
    'approvals by nobody, and by an entity that is not a person': [
      'environments: { dev: { target: { provider: local }, approvals: { a: { count: 0, from: [] }, b: { from: [managers, component:default/x] } } } }',
      'deployments.environments.dev.approvals.a.count: must be at least 1',
      'deployments.environments.dev.approvals.a.from: names nobody; expected entity refs of groups or users',
      'deployments.environments.dev.approvals.b.from[0]: "managers" names no group or user; expected an entity ref such as group:default/release-managers',
      /^deployments\.environments\.dev\.approvals\.b\.from\[1\]: "component:default\/x" names no group or user/,
    ],
    'more approvals than there are people': [
      'environments: { dev: { target: { provider: local }, approvals: { a: { count: 2, from: [user:ana, user:default/ana] } } } }',
      'deployments.environments.dev.approvals.a.count: is 2, but "from" names only 1',
    ],
    'rules that need more people than they name': [
      'environments: { dev: { target: { provider: local }, approvals: { a: { from: [user:ana] }, b: { from: [user:ana] } } }, prod: { target: { provider: local }, approvals: { distinct: false, a: { from: [user:ana] }, b: { from: [user:ana] } } } }',
      'deployments.environments.dev.approvals: "a" and "b" need 2 different people, but name only 1; name more, or set "distinct: false"',
    ],
    'a rule named distinct': [
      'environments: { dev: { target: { provider: local }, approvals: { distinct: { from: [user:ana] } } } }',
      'deployments.environments.dev.approvals.distinct: must be true or false: whether each rule needs a different person. A rule cannot have this name',
    ],
    'contacts without people or address, and for an unknown kind': [
      `contacts: { holds: { ask: [user:ana] }, hold: {}, drift: { ask: [managers] }, window: { url: 'javascript:alert(1)' } }
environments: { dev: { target: { provider: local }, contacts: { hold: { who: [user:ana] } } } }`,
      'deployments.environments.dev.contacts.hold.who: unknown key; Known: ask, url',
      'deployments.environments.dev.contacts.hold: names nobody; expected "ask", "url" or both',
      'deployments.contacts.window.url: is not an address; expected one that starts with https:, http: or mailto:',
      'deployments.contacts.hold: names nobody; expected "ask", "url" or both',
      'deployments.contacts.holds: unknown key; did you mean "hold"? Known: default, slot, window, schedule, promotion, soak, hold, drift, quarantine, unobserved, paused, decision, unknown_outcome, external, condition',
    ],
    'a contact that is not a person or group': [
      'contacts: { drift: { ask: [managers] } }',
      /^deployments\.contacts\.drift\.ask\[0\]: "managers" names no group or user/,
    ],
    'approvals with an unknown key': [
      'environments: { dev: { target: { provider: local }, approvals: { a: { form: [user:ana] } } } }',
      /approvals\.a\.from: is missing; expected a list/,
      /approvals\.a\.form: unknown key; did you mean "from"\? Known: count, from, selfApproval, expiresAfter$/,
    ],
    'windows with a wrong schedule, time zone and duration': [
      `environments: { dev: { target: { provider: local }, windows: {
        a: { deny: A, schedule: '0 18 * *', for: 1h, timeZone: Europe/Stokholm },
        b: { deny: B, schedule: '0 25 * * *', for: 100d, timeZone: UTC },
        c: { deny: C, allow: C, schedule: '0 0 * * *', for: 1h, timeZone: UTC },
        d: { deny: D, schedule: '0 0 30 2 *', for: 1h, timeZone: UTC },
        e: { deny: E, schedule: '0 * * * *', for: 2h, timeZone: UTC },
        f: { deny: F, schedule: '0 0 L * *', for: 2h, timeZone: UTC },
        g: { deny: G, schedule: '0 26 * * *', for: 0s, timeZone: UTC } } } }`,
      /windows\.a\.schedule: "0 18 \* \*" is not a schedule; expected five cron fields/,
      'deployments.environments.dev.windows.a.timeZone: "Europe/Stokholm" is not a time zone; expected an IANA name such as Europe/Stockholm or UTC',
      'deployments.environments.dev.windows.b.for: is longer than 92 days; expected at most that',
      /windows\.c: expected either "deny" or "allow"/,
      /windows\.d\.schedule: "0 0 30 2 \*" is not a cron expression: Invalid explicit day of month/,
      /windows\.e\.for: is so long that the window starts again before it ends/,
      /windows\.f\.schedule: "0 0 L \* \*" uses L, W or H/,
      'deployments.environments.dev.windows.g.for: must be longer than 0',
    ],
    'a schedule out of range': [
      "environments: { dev: { target: { provider: local }, windows: { a: { deny: A, schedule: '0 25 * * *', for: 1h, timeZone: UTC } } } }",
      /windows\.a\.schedule: "0 25 \* \* \*" is not a cron expression: /,
    ],

    'a check with an unknown provider': [
      'checks: { a: { provider: htpp, passes: { atLeast: 1 } } }',
      'deployments.checks.a.provider: unknown check provider "htpp"; did you mean "http"? Known: http, target',
    ],
    "a typo in a key of a check, and in one of its provider's": [
      'checks: { a: { provider: http, url: x, evry: 5s, uri: y, passes: { status: 200 } } }',
      /^deployments\.checks\.a\.evry: unknown key; did you mean "every"\? Known: url, headers, passes, provider, passes, every, /,
      /^deployments\.checks\.a\.uri: unknown key; did you mean "url"\?/,
    ],
    'a typo in a threshold': [
      'checks: { a: { provider: target, measure: p95, passes: { atmost: 300 } } }',
      'deployments.checks.a.passes.atmost: unknown condition; did you mean "atMost"? Known: atLeast, atMost, between, equals',
    ],
    'minSamples on a check without samples, and a value of 0': [
      'checks: { a: { provider: http, url: x, passes: { status: 200 }, minSamples: 20 }, b: { provider: target, measure: p95, passes: { atMost: 1 }, minSamples: 0 } }',
      /^deployments\.checks\.a\.minSamples: counts the requests of a rate or a percentile/,
      'deployments.checks.b.minSamples: must be at least 1',
    ],
    'a check without a condition': [
      'checks: { a: { provider: target, measure: p95 } }',
      'deployments.checks.a.passes: has no condition, so the check could never pass; expected atLeast, atMost, between, equals or a condition of target',
    ],
    'thresholds that cannot be met': [
      'checks: { a: { provider: target, measure: p95, passes: { between: [5, 1] } }, b: { provider: target, measure: p95, passes: { atLeast: 5, atMost: 1 } } }',
      'deployments.checks.a.passes.between: expected the lower number first, as in [1, 5]',
      'deployments.checks.b.passes.atLeast: is above atMost (1), so nothing could pass',
    ],
    'a value that the provider does not know': [
      'checks: { a: { provider: target, measure: p96, passes: { atLeast: 1 } } }',
      'deployments.checks.a.measure: unknown value "p96"; did you mean "p95"? Known: success-rate, p95',
    ],
    'an unknown template name in a check': [
      "checks: { a: { provider: http, url: '{{ canddate.url }}/{{ version.name', passes: { status: 200 } } }",
      'deployments.checks.a.url: has a {{ without }}',
      /^deployments\.checks\.a\.url: unknown name \{\{ canddate\.url \}\}; did you mean "candidate\.url"\? Known: deployment\.id, /,
    ],

    'an unknown step kind': [
      path('[{ id: a, use: depoy }]'),
      `${P}.steps[0].use: unknown step kind "depoy"; did you mean "deploy"? Known: deploy, canary, traffic, finalize, check, approve, http-job, wait`,
    ],
    'an unknown key of a step, and of its settings': [
      path('[{ id: a, use: deploy, wiht: {}, with: { stratgy: canary } }]'),
      /^deployments\.goldenPaths\.web\.steps\[0\]\.wiht: unknown key; did you mean "with"\?/,
    ],
    "an unknown key of a step's settings": [
      path('[{ id: a, use: deploy, with: { stratgy: canary } }]'),
      `${P}.steps[0].with.stratgy: unknown key; did you mean "strategy"? Known: strategy, weight`,
    ],
    'a weight above 100': [
      path(
        `[{ id: a, use: deploy, with: { strategy: canary, weight: 110 } }, ${RETIRE}]`,
      ),
      /^deployments\.goldenPaths\.web\.steps\[0\]\.with\.weight: expected number to be <=100$/,
    ],
    'an unknown check': [
      path(
        `[${CANARY}, { id: watch, use: check, with: { checks: [respond], for: 1m } }, ${RETIRE}]`,
      ),
      `${P}.steps[1].with.checks[0]: unknown check "respond"; did you mean "responds"? Known: responds, public, sized`,
    ],
    'two steps with the same id': [
      path(
        '[{ id: a, use: wait, with: { for: 1m } }, { id: a, use: wait, with: { for: 1m } }]',
      ),
      `${P}.steps[1].id: "a" is the id of another step`,
    ],
    'an id that is not valid in keys': [
      path('[{ id: a/b, use: wait, with: { for: 1m } }]'),
      /^deployments\.goldenPaths\.web\.steps\[0\]\.id: is not an id/,
    ],
    'needs with an unknown step': [
      path(
        '[{ id: first, use: wait, with: { for: 1m } }, { id: b, use: wait, needs: [frist], with: { for: 1m } }]',
      ),
      `${P}.steps[1].needs[0]: unknown step "frist"; did you mean "first"? Known: first, b`,
    ],
    'circular needs': [
      path(
        '[{ id: a, use: wait, needs: [b], with: { for: 1m } }, { id: b, use: wait, needs: [a], with: { for: 1m } }]',
      ),
      `${P}.steps[0].needs: is circular: a needs b needs a`,
    ],
    'no steps': [
      path('[]'),
      `${P}.steps: expected a list of at least one step`,
    ],
    'a timeout shorter than the step': [
      path('[{ id: a, use: wait, timeout: 1m, with: { for: 2m } }]'),
      `${P}.steps[0].timeout: must be longer than the step itself (2 min with the warm-up of its checks)`,
    ],
    'a retry without attempts': [
      path('[{ id: a, use: wait, retry: { attempts: 0 }, with: { for: 2m } }]'),
      `${P}.steps[0].retry.attempts: must be at least 1: it counts all attempts`,
    ],
    'an unknown onFailure': [
      path('[{ id: a, use: wait, with: { for: 2m } }]', 'onFailure: rolback'),
      `${P}.onFailure: unknown value "rolback"; did you mean "rollback"? Known: rollback, pause, fail`,
    ],
    'a step that hides what it changes': [
      path(`[{ id: a, use: deploy, changes: none }, ${RETIRE}]`),
      `${P}.steps[0].changes: can't be "none", because deploy is reversible`,
    ],
    'an approver that is not a person or group': [
      path(
        '[{ id: a, use: approve, with: { count: 1, from: [component:x] } }]',
      ),
      /^deployments\.goldenPaths\.web\.steps\[0\]\.with\.from\[0\]: "component:x" names no group or user/,
    ],

    'a path of "if" that does not exist': [
      path(
        '[{ id: a, use: wait, if: { version.flag: { $contains: migrations } }, with: { for: 1m } }]',
      ),
      /^deployments\.goldenPaths\.web\.steps\[0\]\.if\["version\.flag"\]: unknown path; did you mean "version\.flags"\? Known: service\.ref, /,
    ],
    'an undeclared input deep inside "if"': [
      path(
        '[{ id: a, use: wait, if: { $any: [{ $not: { inputs.size: big } }] }, with: { for: 1m } }]',
      ),
      /\.if\.\$any\[0\]\.\$not\["inputs\.size"\]: unknown path/,
    ],
    'equality of versions': [
      path(
        '[{ id: a, use: wait, if: { version.name: 1.0.0 }, with: { for: 1m } }, { id: b, use: wait, if: { version.artifact: { $in: [x] } }, with: { for: 1m } }]',
      ),
      /\[0\]\.if\["version\.name"\]: must not be compared for equality, because predicates ignore case and treat 7 as "7"/,
      /\[1\]\.if\["version\.artifact"\]: must not be compared for equality/,
    ],
    'a list compared as a single value, and the reverse': [
      path(
        '[{ id: a, use: wait, if: { version.flags: migrations }, with: { for: 1m } }, { id: b, use: wait, if: { service.name: { $contains: x } }, with: { for: 1m } }]',
      ),
      `${P}.steps[0].if["version.flags"]: is a list; expected { $contains: … }`,
      `${P}.steps[1].if["service.name"]: is not a list, so $contains would never match`,
    ],
    'an unknown environment in "if"': [
      path(
        '[{ id: a, use: wait, if: { environment.name: devv }, with: { for: 1m } }, { id: b, use: wait, if: { environment.tier: { $in: [production, prod] } }, with: { for: 1m } }]',
      ),
      `${P}.steps[0].if["environment.name"]: unknown environment name "devv"; did you mean "dev"? Known: dev`,
      /\[1\]\.if\["environment\.tier"\]: unknown environment tier "prod"/,
    ],
    'unknown operators': [
      path(
        '[{ id: a, use: wait, if: { version.flags: { $contain: x } }, with: { for: 1m } }, { id: b, use: wait, if: { $or: [] }, with: { for: 1m } }]',
      ),
      `${P}.steps[0].if["version.flags"].$contain: unknown operator; did you mean "$contains"? Known: $exists, $in, $contains, $hasPrefix`,
      /\[1\]\.if\.\$or: unknown operator; Known: \$all, \$any, \$not/,
    ],
    'an operator next to a path': [
      path(
        '[{ id: a, use: wait, if: { $all: [{ service.name: x }], service.name: y }, with: { for: 1m } }]',
      ),
      `${P}.steps[0].if: $all can't be combined with other keys; put all conditions into a list under $all`,
    ],
    'an empty condition': [
      path('[{ id: a, use: wait, if: {}, with: { for: 1m } }]'),
      `${P}.steps[0].if: is empty, so it would match everything`,
    ],
    '"for" with a key that entities do not have': [
      path(
        '[{ id: a, use: wait, with: { for: 1m } }]',
        'for: { spce.type: service, metadata.tags: web }',
      ),
      `${P}.for["spce.type"]: an entity has no "spce"; did you mean "spec"? Known: apiVersion, kind, metadata, spec, status, relations`,
      `${P}.for["metadata.tags"]: is a list; expected { $contains: … }`,
    ],

    'an unknown template name in a step': [
      path(
        "[{ id: a, use: http-job, with: { url: 'http://x/{{ version.nam }}', body: { deep: ['{{ secrets.token }}', '{{ inputs.size }}'] } } }]",
      ),
      /\.with\.url: unknown name \{\{ version\.nam \}\}; did you mean "version\.name"\?/,
      /\.with\.body\.deep\[0\]: unknown name \{\{ secrets\.token \}\} \(secrets are declared under deployments\.secrets\)/,
      /\.with\.body\.deep\[1\]: unknown name \{\{ inputs\.size \}\} \(a path declares its inputs under "inputs"\)/,
    ],
    'the service URL in a step, which only checks know': [
      path("[{ id: a, use: http-job, with: { url: '{{ service.url }}/x' } }]"),
      /\.with\.url: unknown name \{\{ service\.url \}\} \(only checks know it\)/,
    ],
    'a check that uses an input which the path does not declare': [
      path(
        `[${CANARY}, { id: watch, use: check, with: { checks: [sized], for: 1m } }, ${RETIRE}]`,
      ),
      /^deployments\.goldenPaths\.web\.steps\[1\]\.with\.checks\[0\]\.url: unknown name \{\{ inputs\.size \}\}/,
    ],
    'inputs that are not a JSON Schema': [
      path(
        '[{ id: a, use: wait, with: { for: 1m } }]',
        'inputs: { type: object, properties: { size: { type: strin } } }',
      ),
      /^deployments\.goldenPaths\.web\.inputs: is not a valid JSON Schema: /,
    ],
    'inputs without properties': [
      path(
        '[{ id: a, use: wait, with: { for: 1m } }]',
        'inputs: { size: string }',
      ),
      `${P}.inputs: expected a JSON Schema with "type: object" and "properties"`,
    ],

    'a strategy that the target does not support': [
      `${path(`[${CANARY}, ${RETIRE}]`)}`.replace(
        'provider: local',
        'provider: plain',
      ),
      `${P}.steps[0]: deploy needs side-by-side and weights, which the target plain of environment dev does not support (it supports: none of these capabilities). Choose another strategy, or exclude the environment with "if" and deploy there with another step`,
    ],
    'steps that need the candidate of a deploy step which excludes an environment':
      [
        path(
          `[{ id: canary, use: deploy, if: { $not: { environment.name: legacy } }, with: { strategy: canary, weight: 10 } }, { id: watch, use: check, with: { checks: [responds], for: 1m } }, ${RETIRE}]`,
        ).replace(
          'dev: { target: { provider: local } }',
          'dev: { target: { provider: local } }\n  legacy: { target: { provider: plain } }',
        ),
        `${P}.steps[1]: "watch" needs a candidate, but no deploy step comes before it (in environment legacy)`,
        `${P}.steps[2]: "retire" needs a candidate, but no deploy step comes before it (in environment legacy)`,
      ],
    'a check that would pass on the old version': [
      path(
        `[${CANARY}, { id: watch, use: check, with: { checks: [public], for: 1m } }, ${RETIRE}]`,
      ),
      /^deployments\.goldenPaths\.web\.steps\[1\]\.with\.checks: no check here can tell the candidate from the baseline \(public\), and "canary" leaves traffic on the baseline/,
    ],
    'a check in parallel to the traffic shift': [
      path(
        `[${CANARY}, { id: shift, use: traffic, with: { weight: 100 } }, { id: watch, use: check, needs: [canary], with: { checks: [public], for: 1m } }, { id: retire, use: finalize, needs: [shift, watch] }]`,
      ),
      /steps\[2\]\.with\.checks: no check here can tell the candidate from the baseline \(public\)/,
    ],
    'a check after a traffic shift that may be skipped': [
      path(
        `[${CANARY}, { id: shift, use: traffic, if: { version.flags: { $contains: x } }, with: { weight: 100 } }, { id: watch, use: check, with: { checks: [public], for: 1m } }, ${RETIRE}]`,
      ),
      /steps\[2\]\.with\.checks: no check here can tell the candidate from the baseline \(public\)/,
    ],
    'a baseline that is never stopped': [
      path(`[${CANARY}]`),
      `${P}.steps[0]: no step stops the baseline after "canary", so it would keep running. Add a step with "use: finalize" after it`,
    ],
    'traffic and checks without a candidate': [
      path(
        `[{ id: shift, use: traffic, with: { weight: 50 } }, { id: watch, use: check, with: { checks: [responds], for: 1m } }]`,
      ),
      `${P}.steps[0]: "shift" needs a candidate, but no deploy step comes before it`,
      `${P}.steps[1]: "watch" needs a candidate, but no deploy step comes before it`,
    ],
    'a second candidate': [
      path(`[${CANARY}, { id: more, use: deploy }, ${RETIRE}]`),
      `${P}.steps[1]: deploys a second candidate after "canary", but a deployment has only one. To give it more traffic, use a traffic step`,
    ],

    'a rollout in stages without a finalize step': [
      path(`[${ROLLOUT}]`),
      `${P}.steps[0]: no step stops the baseline after "rollout", so it would keep running. Add a step with "use: finalize" after it`,
    ],
    'a deploy step after a rollout in stages': [
      path(`[${ROLLOUT}, { id: more, use: deploy }, ${RETIRE}]`),
      `${P}.steps[1]: deploys a second candidate after "rollout", but a deployment has only one. To give it more traffic, use a traffic step`,
    ],
    // After it, all of the traffic is on the candidate, so any check will do.
    'a check in parallel to a rollout in stages, but not one after it': [
      path(
        `[${ROLLOUT}, { id: watch, use: check, needs: [], with: { checks: [public], for: 1m } }, { id: verify, use: check, needs: [rollout], with: { checks: [public], for: 1m } }, { id: retire, use: finalize, needs: [rollout, watch, verify] }]`,
      ),
      /^deployments\.goldenPaths\.web\.steps\[1\]\.with\.checks: no check here can tell the candidate from the baseline \(public\), and "rollout" leaves traffic on the baseline/,
    ],

    'extending an unknown golden path': [
      `${ENVIRONMENT}\ngoldenPaths: { web: { extends: canari } }`,
      `${P}.extends: unknown golden path "canari"; did you mean "canary"? Known: rolling, blue-green, canary`,
    ],
    'circular extends': [
      'goldenPaths: { a: { extends: b }, b: { extends: a } }',
      'deployments.goldenPaths.a.extends: is circular: a extends b extends a',
    ],
    'a pattern without checks': [
      `${ENVIRONMENT}\ngoldenPaths: { web: { extends: rolling } }`,
      `${P}.steps.verify.with.checks: is missing; expected names of checks, here or in "checks" of the golden path`,
    ],
    'edits of unknown steps': [
      `${ENVIRONMENT}\ngoldenPaths: { web: { extends: rolling, checks: [responds], steps: [
        { id: verfy, remove: true }, { id: new, after: deplo, use: wait, with: { for: 1m } },
        { id: verify, after: deploy }, { use: wait }, { id: retire, remove: true, use: wait } ] } }`,
      `${P}.steps[0].id: there is no step "verfy" to remove; did you mean "verify"? Known: deploy, verify, retire`,
      `${P}.steps[1].after: unknown step "deplo"; did you mean "deploy"? Known: deploy, verify, retire`,
      /steps\[2\]: can't be moved, because "verify" is a step of the extended golden path/,
      /steps\[3\]: has no "id"; expected the id of a step to change, or of a new step/,
      `${P}.steps[4].remove: expected only "remove: true" and the id`,
    ],

    'settings of services with unknown names': [
      `${ENVIRONMENT}
services:
  'checkout:x:y': {}
  component:default/checkout: { prod: {}, dev: { target: { port: 0 }, checks: { respons: {}, responds: { url: x }, public: { minSamples: 5 } } } }
  Checkout: {}
  payments: { dev: { target: { provider: plain } } }`,
      /^deployments\.services\["checkout:x:y"\]: is not an entity ref/,
      'deployments.services["component:default/checkout"].prod: unknown environment; Known: dev',
      'deployments.services["component:default/checkout"].dev.target: port is not right',
      'deployments.services["component:default/checkout"].dev.checks.respons: unknown check; did you mean "responds"? Known: responds, public, sized',
      /dev\.checks\.responds\.url: unknown key; Known: every, after, failFor, window, tolerate, noData, minSamples, passes/,
      /dev\.checks\.public\.minSamples: counts the requests of a rate or a percentile/,
      'deployments.services.Checkout: is component:default/checkout, the same service as another key; keep one of them',
      "deployments.services.payments.dev.target.provider: can't be changed for one service, because the target belongs to the environment",
    ],
    'an engine out of bounds': [
      'engine: { lease: 1s, concurrency: 0, leese: 1 }',
      'deployments.engine.lease: expected between 5s and 10m',
      /^deployments\.engine\.concurrency: /,
      'deployments.engine.leese: unknown key; did you mean "lease"? Known: lease, concurrency, maxLogBytesPerStep, observeEvery, queueFor, queue',
    ],
    'a retention that is too short or not a duration': [
      'retention: { logs: 10m, measurements: for ever, deadLetters: 0s, evnts: 1d }',
      'deployments.retention.logs: is too short; expected at least 1h, or never',
      'deployments.retention.measurements: is not a duration; expected one such as 90d or { months: 6 }, or never',
      'deployments.retention.deadLetters: is too short; expected at least 1h, or never',
      'deployments.retention.evnts: unknown key; Known: logs, measurements, deadLetters',
    ],
    'a time zone that only JavaScript engines know, and environments that differ only in case':
      [
        `environments: { Prod: { target: { provider: local } }, prod: { target: { provider: local } } }
dora: { timeZone: BST, tiers: { QA: testing, qa: staging } }`,
        'deployments.environments.prod: is the same environment as "Prod", because case makes no difference; keep one of them',
        'deployments.dora.timeZone: "BST" is not a name of the tz database; it is an abbreviation or old alias that would be read as Asia/Dhaka. Write Asia/Dhaka if you mean that zone, otherwise the name of your zone, such as Europe/London',
        'deployments.dora.tiers.qa: is the same environment as "QA", because case makes no difference; keep one of them',
      ],
    'an unknown time zone, and impossible targets': [
      'dora: { timeZone: Stockholm, incidentWindow: 1000d, targets: { changeFailRate: 15, leadTime: 1d }, services: { a b: { targets: {} } } }',
      'deployments.dora.timeZone: "Stockholm" is not a time zone; expected an IANA name such as Europe/Stockholm or UTC',
      'deployments.dora.incidentWindow: expected at most 90d',
      /^deployments\.dora\.targets\.changeFailRate: /,
      /^deployments\.dora\.targets\.leadTime: unknown key/,
    ],
    'targets of an invalid entity ref': [
      'dora: { services: { a b: { targets: {} } } }',
      'deployments.dora.services["a b"]: is not an entity ref; expected one such as component:default/checkout',
    ],
    'sources without a valid secret, name or type': [
      `dora:
  tiers: { prod: live }
  sources:
    portal: { type: cdevents, token: 0123456789abcdef }
    hub: { type: github }
    pager: { type: pagerduty, secret: short }
    alerts: { type: alertmanager, secret: 0123456789abcdef }
    a/b: { type: cdevents, token: 0123456789abcdef }
    chat: { type: cdevent }
    nothing: {}`,
      'deployments.dora.tiers.prod: unknown value "live"; Known: production, staging, testing, development, other',
      'deployments.dora.sources.portal: is the name of this portal itself; expected another',
      /^deployments\.dora\.sources\["a\/b"\]: is not a name/,
      /^deployments\.dora\.sources\.hub\.secret: is missing; expected the webhook's secret, or events: true/,
      /^deployments\.dora\.sources\.pager\.secret: is too short; expected at least 16 characters/,
      /^deployments\.dora\.sources\.alerts\.token: is missing/,
      /^deployments\.dora\.sources\.alerts\.secret: unknown key; Known: type, token, serviceLabel, environmentLabel/,
      'deployments.dora.sources.chat.type: unknown type "cdevent"; did you mean "cdevents"? Known: github, pagerduty, alertmanager, cdevents',
      'deployments.dora.sources.nothing.type: is missing; expected github, pagerduty, alertmanager, cdevents',
    ],
    'a section whose name is misspelt': [
      'retension: { logs: 10d }',
      'deployments.retension: unknown key; did you mean "retention"?',
    ],
    'invalid secrets': [
      'secrets: { "a.b": x, token: 5 }',
      /^deployments\.secrets\["a\.b"\]: is not a name/,
      'deployments.secrets.token: expected a string, usually ${NAME}',
    ],
  };

  it.each(Object.entries(cases))('%s', (_, [yaml, ...expected]) => {
    const found = mistakesIn(yaml);
    expect(found).toHaveLength(expected.length);
    const matching = expected.filter((it, index) =>
      typeof it === 'string' ? it === found[index] : it.test(found[index]),
    );
    expect({ found, matching }).toEqual({ found, matching: expected });
  });

  it('reports all mistakes in one error, with their number', () => {
    expect(() =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(
            'environments: { dev: { target: { provider: locl } } }\nengine: { lese: 1 }',
          ),
        }),
        registry,
      ),
    ).toThrow(
      'The configuration of deployments has 2 mistakes:\n' +
        '  - deployments.environments.dev.target.provider: unknown target "locl"; did you mean "local"? Known: local, plain\n' +
        '  - deployments.engine.lese: unknown key; did you mean "lease"? Known: lease, concurrency, maxLogBytesPerStep, observeEvery, queueFor, queue',
    );
  });

  it('never repeats a value that may be a secret', () => {
    const found = mistakesIn(
      `environments: { dev: { target: { provider: local } } }
goldenPaths: { web: { steps: [{ id: a, use: http-job, with: { url: { s3cret: 1 }, headers: [s3cret] } }] } }
secrets: { token: [s3cret] }
engine: { lease: s3cret, concurrency: s3cret }`,
    );
    expect(found.length).toBeGreaterThan(3);
    expect(found.join()).not.toContain('s3cret');
  });
});

describe('valid configuration is accepted', () => {
  const cases: Record<string, string> = {
    'keys of modules': 'local: { services: {} }',
    'a retention that never deletes, and one with durations':
      'retention: { logs: never, measurements: { months: 6 }, deadLetters: 30d }',
    'a later file that removes keys of an earlier one':
      'environments: { dev: { target: { provider: local }, windows: { weekend: null }, promotesFrom: null }, old: null }',
    'a check of the service once all traffic has shifted': path(
      `[${CANARY}, { id: shift, use: traffic, with: { weight: 100 } }, { id: verify, use: check, with: { checks: [public], for: 1m } }, ${RETIRE}]`,
    ),
    'a check of the service before anything changed': path(
      `[{ id: before, use: check, with: { checks: [public], for: 1m } }, ${CANARY}, ${RETIRE}]`,
    ),
    'a canary excluded from environments that do not support it': path(
      `[{ id: canary, use: deploy, with: { strategy: canary, weight: 10 }, if: { environment.tier: production } },
        { id: deploy, use: deploy, if: { $not: { environment.tier: production } } }, ${RETIRE}]`,
    ).replace('provider: local', 'provider: plain'),
    'declared inputs, nested ones included': path(
      `[${CANARY}, { id: watch, use: check, if: { $all: [{ inputs.regions: { $contains: eu } }, { inputs.db.size: big }] }, with: { checks: [sized], for: 1m } }, ${RETIRE}]`,
      'inputs: { type: object, properties: { size: { type: string }, regions: { type: array }, db: { type: object, properties: { size: { type: string } } } } }',
    ),
  };
  it.each(Object.entries(cases))('%s', (_, yaml) => {
    expect(mistakesIn(yaml)).toEqual([]);
  });
});
