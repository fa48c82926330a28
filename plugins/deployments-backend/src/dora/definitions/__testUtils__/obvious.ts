import type {
  Counting,
  Derived,
  DerivedDeployment,
  LeadTime,
  Recovery,
} from '../derived';
import type { DeploymentFact, IncidentFact, ServiceFacts } from '../facts';

type Failure = DerivedDeployment['failure'];

/**
 * The definitions of `docs/reference/delivery-metrics.md` once more, sentence by sentence: each question is asked anew of all facts, nothing is
 * remembered and nothing is shared with what is tested. Slow, and obvious.
 */
export function obviously(
  facts: ServiceFacts,
  incidentWindowMs: number,
  ignoreMergeCommits = false,
): Derived {
  const { deployments: all, changes, incidents, links } = withOneName(facts);
  const isBefore = (a: DeploymentFact, b: DeploymentFact) =>
    a.finishedAt < b.finishedAt ||
    (a.finishedAt === b.finishedAt && isBeforeAtSource(a, b));
  const inOrder = (list: readonly DeploymentFact[]) =>
    [...list].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const before = (d: DeploymentFact) =>
    inOrder(all.filter(one => one.tier === d.tier && isBefore(one, d)));
  const after = (d: DeploymentFact) =>
    inOrder(all.filter(one => one.tier === d.tier && isBefore(d, one)));

  // Links.
  const said = (incident: string, role: string, stand: string) =>
    links
      .filter(l => l.incident === incident && l.role === role)
      .filter(l => l.stand === stand)
      .map(l => l.deployment);
  const inferredOf = (incident: IncidentFact): DeploymentFact | undefined => {
    if (said(incident.id, 'caused', 'linked').length > 0) return undefined;
    const noticed = all.filter(
      d => d.kind === 'deploy' && d.trafficAt !== undefined,
    );
    const there = noticed.filter(d => d.environment === incident.environment);
    const ofTier = noticed.filter(
      d => d.tier === (incident.tier ?? 'production'),
    );
    const [latest] = (there.length > 0 ? there : ofTier)
      .filter(d => (d.trafficAt ?? Infinity) <= incident.startedAt)
      .sort(
        (a, b) =>
          (b.trafficAt ?? 0) - (a.trafficAt ?? 0) ||
          (isBeforeAtSource(a, b) ? 1 : -1),
      );
    const isLongAgo =
      latest && incident.startedAt - (latest.trafficAt ?? 0) > incidentWindowMs;
    const isDenied =
      latest && said(incident.id, 'caused', 'removed').includes(latest.id);
    return isLongAgo || isDenied ? undefined : latest;
  };
  const causedBy = (d: DeploymentFact) =>
    incidents.filter(
      i =>
        said(i.id, 'caused', 'linked').includes(d.id) ||
        inferredOf(i)?.id === d.id,
    );
  const fixesOf = (incident: IncidentFact) =>
    all.filter(d => said(incident.id, 'fixed', 'linked').includes(d.id));

  // Rollbacks.
  const isRollback = (d: DeploymentFact) =>
    d.kind === 'rollback' && d.outcome === 'succeeded';
  function takes(rollback: DeploymentFact): string | undefined {
    if (rollback.reverts !== undefined) return rollback.reverts;
    const there = before(rollback).filter(
      d => d.environment === rollback.environment,
    );
    const had = usersHad(there).pop();
    return had?.artifact === rollback.artifact ? undefined : had?.id;
  }
  /** After these deployments to an environment: the versions that were there and are not taken back, the present one last. */
  function usersHad(there: readonly DeploymentFact[]): DeploymentFact[] {
    const last = there[there.length - 1];
    if (!last) return [];
    const had = usersHad(there.slice(0, -1));
    if (last.kind === 'deploy') {
      const isThere =
        last.outcome === 'succeeded' ||
        (last.outcome !== 'rolled_back' && last.trafficAt !== undefined);
      return isThere ? [...had, last] : had;
    }
    if (!isRollback(last)) return had;
    const taken = takes(last);
    const left = had.filter(({ id }) => id !== taken);
    const isKnown = left.some(({ artifact }) => artifact === last.artifact);
    while (isKnown && left[left.length - 1].artifact !== last.artifact) {
      left.pop();
    }
    return left;
  }
  const revertOf = (d: DeploymentFact) =>
    inOrder(all.filter(one => one.tier === d.tier))
      .filter(isRollback)
      .find(rollback => takes(rollback) === d.id);

  // Deployments.
  const failureOf = (d: DeploymentFact): Failure => {
    if (d.outcome === 'rolled_back') return 'rolled-back';
    if (d.outcome === 'rollback_failed') return 'rollback-failed';
    if (d.outcome === 'failed' && d.trafficAt !== undefined) {
      return 'failed-in-traffic';
    }
    if (revertOf(d)) return 'reverted';
    return causedBy(d).length > 0 ? 'incident' : undefined;
  };
  const reworkOf = (d: DeploymentFact) => {
    if (d.kind === 'rollback') return 'rollback';
    if (d.hotfix) return 'hotfix';
    return incidents.some(i => fixesOf(i).includes(d))
      ? 'fixed-incident'
      : undefined;
  };
  const counts = (d: DeploymentFact, kinds: readonly string[]): Counting => {
    if (!kinds.includes(d.kind)) {
      const reason = d.kind === 'remove' ? 'removal' : d.kind;
      return { counted: false, reason: reason as 'rollback' };
    }
    const isUnnoticed =
      d.outcome === 'failed' &&
      d.trafficAt === undefined &&
      causedBy(d).length === 0;
    return isUnnoticed
      ? { counted: false, reason: 'never-took-traffic' }
      : { counted: true };
  };
  const deliveryOf = (d: DeploymentFact): Counting => {
    const ofKind = counts(d, ['deploy']);
    if (d.kind !== 'deploy') return ofKind;
    return d.outcome === 'succeeded'
      ? { counted: true }
      : { counted: false, reason: 'not-successful' };
  };
  const judge = (d: DeploymentFact): DerivedDeployment => {
    const failure = failureOf(d);
    const because = reworkOf(d);
    const rate = counts(d, ['deploy']);
    const rework = counts(d, ['deploy', 'rollback']);
    const without = withoutLeadTimes(d);
    return {
      id: d.id,
      repeated: before(d).some(
        one =>
          one.outcome === 'succeeded' &&
          one.environment === d.environment &&
          one.artifact === d.artifact,
      ),
      delivery: deliveryOf(d),
      rate: { ...rate, hit: rate.counted && failure !== undefined },
      ...(rate.counted && failure ? { failure } : {}),
      rework: { ...rework, hit: rework.counted && because !== undefined },
      ...(rework.counted && because ? { reworkBecause: because } : {}),
      ...(without ? { withoutLeadTimes: without } : {}),
    };
  };

  // Lead times.
  const isDelivery = (d: DeploymentFact) =>
    d.kind === 'deploy' && d.outcome === 'succeeded';
  const isSame = (d: DeploymentFact) =>
    before(d).some(one => isDelivery(one) && one.artifact === d.artifact);
  const bringsNew = (d: DeploymentFact) => isDelivery(d) && !isSame(d);
  const told = (d: DeploymentFact): string[] | undefined => {
    if (d.commits) return d.commits;
    const until = changes.find(({ commit }) => commit === d.head)?.mergedAt;
    return until === undefined
      ? undefined
      : changes
          .filter(({ mergedAt }) => (mergedAt ?? Infinity) <= until)
          .map(({ commit }) => commit);
  };
  function withoutLeadTimes(d: DeploymentFact) {
    if (!isDelivery(d)) return undefined;
    if (isSame(d)) return 'same-version';
    return told(d) ? undefined : 'no-commits';
  }
  const mergeTimeOf = (commit: string) =>
    changes.find(one => one.commit === commit)?.mergedAt;
  /** Of a commit of a failed attempt: the next success whose version is not known to be older than the commit. */
  const bringerOf = (commit: string, attempt: DeploymentFact) =>
    after(attempt)
      .filter(bringsNew)
      .find(d => {
        const ofCommit = mergeTimeOf(commit);
        const ofHead = d.head === undefined ? undefined : mergeTimeOf(d.head);
        const ofOthers = (told(d) ?? []).flatMap(one => mergeTimeOf(one) ?? []);
        const newest = ofHead ?? Math.max(...ofOthers);
        const isUnknown = ofHead === undefined && ofOthers.length === 0;
        return ofCommit === undefined || isUnknown || ofCommit <= newest;
      });
  const contentsOf = (d: DeploymentFact): string[] => {
    const own = told(d);
    if (!bringsNew(d) || !own) return [];
    if (d.source === 'portal') return own;
    const attempts = before(d).filter(
      one => one.kind === 'deploy' && one.outcome !== 'succeeded',
    );
    const brought = attempts.flatMap(one =>
      (told(one) ?? []).filter(commit => bringerOf(commit, one)?.id === d.id),
    );
    return [...own, ...brought];
  };
  const span = (from: number | undefined, to: number | undefined) =>
    from !== undefined && to !== undefined && to >= from
      ? to - from
      : undefined;
  const leadTime = (tier: string, commit: string): LeadTime[] => {
    const first = inOrder(all.filter(d => d.tier === tier)).find(d =>
      contentsOf(d).includes(commit),
    );
    if (!first) return [];
    const known = changes.find(one => one.commit === commit);
    const { authoredAt, openedAt, mergedAt } = known ?? {};
    const { finishedAt, startedAt } = first;
    const counting = ((): Counting => {
      if (ignoreMergeCommits && known?.isMerge) {
        return { counted: false, reason: 'merge-commit' };
      }
      if (!before(first).some(bringsNew)) {
        return { counted: false, reason: 'first-deployment' };
      }
      if (authoredAt === undefined) {
        return { counted: false, reason: 'missing-author-time' };
      }
      return finishedAt < authoredAt
        ? { counted: false, reason: 'negative-time' }
        : { counted: true };
    })();
    return [
      withoutUndefined({
        tier: first.tier,
        commit,
        deployment: first.id,
        environment: first.environment,
        deployedAt: finishedAt,
        counting,
        leadMs: authoredAt === undefined ? undefined : finishedAt - authoredAt,
        codingMs: span(authoredAt, openedAt),
        reviewMs: span(openedAt, mergedAt),
        waitingMs: span(mergedAt, startedAt),
        deployingMs: span(startedAt, finishedAt),
        ownerGroup: first.ownerGroup,
        system: first.system,
        demo: first.demo,
      }),
    ];
  };

  // Recoveries.
  const restoredAt = (d: DeploymentFact): number | undefined => {
    if (d.outcome === 'rolled_back') return d.restoredAt ?? d.finishedAt;
    const revert = revertOf(d);
    if (revert) return revert.trafficAt ?? revert.finishedAt;
    return d.outcome === 'succeeded'
      ? undefined
      : after(d).find(
          one =>
            ['deploy', 'rollback'].includes(one.kind) &&
            one.outcome === 'succeeded' &&
            one.trafficAt !== undefined &&
            one.environment === d.environment,
        )?.finishedAt;
  };
  const endOf = (incident: IncidentFact, d: DeploymentFact) => {
    if (incident.resolvedAt !== undefined) return incident.resolvedAt;
    const fixed = fixesOf(incident)
      .filter(({ outcome }) => outcome === 'succeeded')
      .map(({ finishedAt }) => finishedAt);
    if (fixed.length > 0) return Math.min(...fixed);
    const restored = restoredAt(d);
    return restored !== undefined && restored >= incident.startedAt
      ? restored
      : undefined;
  };
  const painsOf = (d: DeploymentFact): Pain[] => {
    if (d.kind !== 'deploy' || !failureOf(d)) return [];
    if (causedBy(d).length > 0) {
      return causedBy(d).map(i => ({
        deployment: d,
        incident: i.id,
        from: i.startedAt,
        to: endOf(i, d),
      }));
    }
    return d.trafficAt === undefined
      ? []
      : [{ deployment: d, from: d.trafficAt, to: restoredAt(d) }];
  };

  const tiers = [...new Set(all.map(({ tier }) => tier))];
  const commits = new Set([
    ...changes.map(({ commit }) => commit),
    ...all.flatMap(d => d.commits ?? []),
  ]);
  return {
    deployments: all.map(judge),
    leadTimes: tiers.flatMap(tier =>
      [...commits].flatMap(commit => leadTime(tier, commit)),
    ),
    recoveries: tiers.flatMap(tier =>
      grouped(all.filter(d => d.tier === tier).flatMap(painsOf)).map(
        recoveryOf,
      ),
    ),
    inferredLinks: incidents.flatMap(incident => {
      const deployment = inferredOf(incident);
      return deployment
        ? [{ incident: incident.id, deployment: deployment.id }]
        : [];
    }),
  };
}

/** Of two deployments of one moment. Ids of these facts are numbers, or nothing, which is last. */
function isBeforeAtSource(a: DeploymentFact, b: DeploymentFact): boolean {
  if (a.source !== b.source) return a.source < b.source;
  const [first, second] = [a, b].map(d => Number(d.sourceId ?? Infinity));
  return first === second ? a.id < b.id : first < second;
}

/** Each commit under one name, whether its id was told whole or cut. */
function withOneName(facts: ServiceFacts): ServiceFacts {
  const told = facts.changes.map(({ commit }) => commit);
  const ids = [
    ...told,
    ...facts.deployments.flatMap(d => [...(d.commits ?? []), d.head ?? '']),
  ];
  const isHex = (id: string) => /^[0-9a-f]+$/.test(id);
  const wholes = [...new Set(ids)].filter(
    id => isHex(id) && [40, 64].includes(id.length),
  );
  const wholeOf = (id: string) => {
    const isCut = isHex(id) && id.length >= 7 && id.length < 40;
    const like = wholes.filter(whole => whole.startsWith(id));
    return isCut && like.length === 1 ? like[0] : id;
  };
  const nameOf = (id: string) => {
    const lengths = told.filter(one => wholeOf(one) === wholeOf(id));
    return lengths.sort((a, b) => b.length - a.length)[0] ?? wholeOf(id);
  };
  const first = (times: readonly (number | undefined)[]) => {
    const known = times.flatMap(time => time ?? []);
    return known.length === 0 ? undefined : Math.min(...known);
  };
  return {
    ...facts,
    deployments: facts.deployments.map(d => ({
      ...d,
      commits: d.commits && [...new Set(d.commits.map(nameOf))],
      head: d.head === undefined ? undefined : nameOf(d.head),
    })),
    changes: [...new Set(told.map(nameOf))].map(commit => {
      const same = facts.changes.filter(c => nameOf(c.commit) === commit);
      return {
        commit,
        isMerge: same.some(one => one.isMerge),
        authoredAt: first(same.map(one => one.authoredAt)),
        openedAt: first(same.map(one => one.openedAt)),
        mergedAt: first(same.map(one => one.mergedAt)),
      };
    }),
  };
}

interface Pain {
  deployment: DeploymentFact;
  incident?: string;
  from: number;
  /** Undefined: it goes on. */
  to: number | undefined;
}

/** Those that overlap, directly or by way of others, together. */
function grouped(pains: readonly Pain[]): Pain[][] {
  const end = ({ from, to }: Pain) => Math.max(from, to ?? Infinity);
  const overlap = (a: Pain, b: Pain) => a.from <= end(b) && b.from <= end(a);
  const groups = pains.map(pain => [pain]);
  for (;;) {
    const pair = groups
      .flatMap((a, i) => groups.slice(i + 1).map(b => [a, b]))
      .find(([a, b]) => a.some(one => b.some(other => overlap(one, other))));
    if (!pair) return groups;
    const [a, b] = pair;
    a.push(...b);
    groups.splice(groups.indexOf(b), 1);
  }
}

function recoveryOf(pains: readonly Pain[]): Recovery {
  const [{ deployment: first, from: startedAt }] = [...pains].sort(
    (a, b) => a.from - b.from || (a.deployment.id < b.deployment.id ? -1 : 1),
  );
  const isOpen = pains.some(({ to }) => to === undefined);
  const endedAt = isOpen
    ? undefined
    : Math.max(...pains.map(({ to }) => to ?? Infinity));
  const counting = ((): Counting => {
    if (endedAt === undefined) return { counted: false, reason: 'still-open' };
    return endedAt < startedAt
      ? { counted: false, reason: 'negative-time' }
      : { counted: true };
  })();
  const sorted = (names: readonly (string | undefined)[]) =>
    [...new Set(names.flatMap(name => name ?? []))].sort();
  return withoutUndefined({
    tier: first.tier,
    id: `${first.id}@${startedAt}`,
    environment: first.environment,
    startedAt,
    endedAt,
    counting,
    deployments: sorted(pains.map(({ deployment }) => deployment.id)),
    incidents: sorted(pains.map(({ incident }) => incident)),
    ownerGroup: first.ownerGroup,
    system: first.system,
    demo: pains.some(({ deployment }) => deployment.demo),
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as T;
}
