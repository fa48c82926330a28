import type {
  Counting,
  Projections,
  DeploymentProjection,
  LeadTime,
  Recovery,
} from '../projections';
import type {
  SourceDeployment,
  SourceIncident,
  ServiceRecords,
} from '../sourceRecords';

type Failure = DeploymentProjection['failure'];

/**
 * A second implementation of the definitions in `docs/reference/delivery-metrics.md`, sentence by sentence. Each
 * question is answered from all records; nothing is cached, and nothing is shared with the tested code. Slow and
 * simple.
 */
export function referenceMetrics(
  records: ServiceRecords,
  incidentWindowMs: number,
  ignoreMergeCommits = false,
): Projections {
  const { deployments: all, changes, incidents, links } = withOneName(records);
  const isBefore = (a: SourceDeployment, b: SourceDeployment) =>
    a.finishedAt < b.finishedAt ||
    (a.finishedAt === b.finishedAt && isBeforeAtSource(a, b));
  const inOrder = (list: readonly SourceDeployment[]) =>
    [...list].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const before = (d: SourceDeployment) =>
    inOrder(all.filter(one => one.tier === d.tier && isBefore(one, d)));
  const after = (d: SourceDeployment) =>
    inOrder(all.filter(one => one.tier === d.tier && isBefore(d, one)));

  const said = (incident: string, role: string, stand: string) =>
    links
      .filter(l => l.incident === incident && l.role === role)
      .filter(l => l.stand === stand)
      .map(l => l.deployment);
  const getInferred = (
    incident: SourceIncident,
  ): SourceDeployment | undefined => {
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
  const causedBy = (d: SourceDeployment) =>
    incidents.filter(
      i =>
        said(i.id, 'caused', 'linked').includes(d.id) ||
        getInferred(i)?.id === d.id,
    );
  const fixesByIncident = (incident: SourceIncident) =>
    all.filter(d => said(incident.id, 'fixed', 'linked').includes(d.id));

  const isRollback = (d: SourceDeployment) =>
    d.kind === 'rollback' && d.outcome === 'succeeded';
  function takes(rollback: SourceDeployment): string | undefined {
    if (rollback.reverts !== undefined) return rollback.reverts;
    const there = before(rollback).filter(
      d => d.environment === rollback.environment,
    );
    const had = usersHad(there).pop();
    return had?.artifact === rollback.artifact ? undefined : had?.id;
  }
  /**
   * Returns the versions that users had in an environment after these deployments, without reverted ones, the current
   * one last.
   */
  function usersHad(there: readonly SourceDeployment[]): SourceDeployment[] {
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
  const getRevert = (d: SourceDeployment) =>
    inOrder(all.filter(one => one.tier === d.tier))
      .filter(isRollback)
      .find(rollback => takes(rollback) === d.id);

  const toFailure = (d: SourceDeployment): Failure => {
    if (d.outcome === 'rolled_back') return 'rolled-back';
    if (d.outcome === 'rollback_failed') return 'rollback-failed';
    if (d.outcome === 'failed' && d.trafficAt !== undefined) {
      return 'failed-in-traffic';
    }
    if (getRevert(d)) return 'reverted';
    return causedBy(d).length > 0 ? 'incident' : undefined;
  };
  const getRework = (d: SourceDeployment) => {
    if (d.kind === 'rollback') return 'rollback';
    if (d.hotfix) return 'hotfix';
    return incidents.some(i => fixesByIncident(i).includes(d))
      ? 'fixed-incident'
      : undefined;
  };
  const counts = (d: SourceDeployment, kinds: readonly string[]): Counting => {
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
  const getDelivery = (d: SourceDeployment): Counting => {
    const ofKind = counts(d, ['deploy']);
    if (d.kind !== 'deploy') return ofKind;
    return d.outcome === 'succeeded'
      ? { counted: true }
      : { counted: false, reason: 'not-successful' };
  };
  const classifyEvent = (d: SourceDeployment): DeploymentProjection => {
    const failure = toFailure(d);
    const because = getRework(d);
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
      delivery: getDelivery(d),
      rate: { ...rate, hit: rate.counted && failure !== undefined },
      ...(rate.counted && failure ? { failure } : {}),
      rework: { ...rework, hit: rework.counted && because !== undefined },
      ...(rework.counted && because ? { reworkBecause: because } : {}),
      ...(without ? { withoutLeadTimes: without } : {}),
    };
  };

  const isDelivery = (d: SourceDeployment) =>
    d.kind === 'deploy' && d.outcome === 'succeeded';
  const isSame = (d: SourceDeployment) =>
    before(d).some(one => isDelivery(one) && one.artifact === d.artifact);
  const bringsNew = (d: SourceDeployment) => isDelivery(d) && !isSame(d);
  const reported = (d: SourceDeployment): string[] | undefined => {
    if (d.commits) return d.commits;
    const until = changes.find(({ commit }) => commit === d.head)?.mergedAt;
    return until === undefined
      ? undefined
      : changes
          .filter(({ mergedAt }) => (mergedAt ?? Infinity) <= until)
          .map(({ commit }) => commit);
  };
  function withoutLeadTimes(d: SourceDeployment) {
    if (!isDelivery(d)) return undefined;
    if (isSame(d)) return 'same-version';
    return reported(d) ? undefined : 'no-commits';
  }
  const getMergeTime = (commit: string) =>
    changes.find(one => one.commit === commit)?.mergedAt;
  /**
   * For a commit of a failed attempt: finds the next successful deployment whose version is not known to be older
   * than the commit.
   */
  const getBringer = (commit: string, attempt: SourceDeployment) =>
    after(attempt)
      .filter(bringsNew)
      .find(d => {
        const ofCommit = getMergeTime(commit);
        const ofHead = d.head === undefined ? undefined : getMergeTime(d.head);
        const ofOthers = (reported(d) ?? []).flatMap(
          one => getMergeTime(one) ?? [],
        );
        const newest = ofHead ?? Math.max(...ofOthers);
        const isUnknown = ofHead === undefined && ofOthers.length === 0;
        return ofCommit === undefined || isUnknown || ofCommit <= newest;
      });
  const readContents = (d: SourceDeployment): string[] => {
    const own = reported(d);
    if (!bringsNew(d) || !own) return [];
    if (d.source === 'portal') return own;
    const attempts = before(d).filter(
      one => one.kind === 'deploy' && one.outcome !== 'succeeded',
    );
    const brought = attempts.flatMap(one =>
      (reported(one) ?? []).filter(
        commit => getBringer(commit, one)?.id === d.id,
      ),
    );
    return [...own, ...brought];
  };
  const span = (from: number | undefined, to: number | undefined) =>
    from !== undefined && to !== undefined && to >= from
      ? to - from
      : undefined;
  const leadTime = (tier: string, commit: string): LeadTime[] => {
    const first = inOrder(all.filter(d => d.tier === tier)).find(d =>
      readContents(d).includes(commit),
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

  const restoredAt = (d: SourceDeployment): number | undefined => {
    if (d.outcome === 'rolled_back') return d.restoredAt ?? d.finishedAt;
    const revert = getRevert(d);
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
  const endOf = (incident: SourceIncident, d: SourceDeployment) => {
    if (incident.resolvedAt !== undefined) return incident.resolvedAt;
    const fixed = fixesByIncident(incident)
      .filter(({ outcome }) => outcome === 'succeeded')
      .map(({ finishedAt }) => finishedAt);
    if (fixed.length > 0) return Math.min(...fixed);
    const restored = restoredAt(d);
    return restored !== undefined && restored >= incident.startedAt
      ? restored
      : undefined;
  };
  const findFailurePeriods = (d: SourceDeployment): FailurePeriod[] => {
    if (d.kind !== 'deploy' || !toFailure(d)) return [];
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
    deployments: all.map(classifyEvent),
    leadTimes: tiers.flatMap(tier =>
      [...commits].flatMap(commit => leadTime(tier, commit)),
    ),
    recoveries: tiers.flatMap(tier =>
      grouped(all.filter(d => d.tier === tier).flatMap(findFailurePeriods)).map(
        getRecovery,
      ),
    ),
    inferredLinks: incidents.flatMap(incident => {
      const deployment = getInferred(incident);
      return deployment
        ? [{ incident: incident.id, deployment: deployment.id }]
        : [];
    }),
  };
}

/** Compares two deployments of the same moment. Their ids are numbers, or absent, which sorts last. */
function isBeforeAtSource(a: SourceDeployment, b: SourceDeployment): boolean {
  if (a.source !== b.source) return a.source < b.source;
  const [first, second] = [a, b].map(d => Number(d.sourceId ?? Infinity));
  return first === second ? a.id < b.id : first < second;
}

/** Gives each commit one name, whether its id was reported complete or abbreviated. */
function withOneName(records: ServiceRecords): ServiceRecords {
  const reported = records.changes.map(({ commit }) => commit);
  const ids = [
    ...reported,
    ...records.deployments.flatMap(d => [...(d.commits ?? []), d.head ?? '']),
  ];
  const isHex = (id: string) => /^[0-9a-f]+$/.test(id);
  const wholes = [...new Set(ids)].filter(
    id => isHex(id) && [40, 64].includes(id.length),
  );
  const getWhole = (id: string) => {
    const isCut = isHex(id) && id.length >= 7 && id.length < 40;
    const like = wholes.filter(whole => whole.startsWith(id));
    return isCut && like.length === 1 ? like[0] : id;
  };
  const getName = (id: string) => {
    const lengths = reported.filter(one => getWhole(one) === getWhole(id));
    return lengths.sort((a, b) => b.length - a.length)[0] ?? getWhole(id);
  };
  const first = (times: readonly (number | undefined)[]) => {
    const known = times.flatMap(time => time ?? []);
    return known.length === 0 ? undefined : Math.min(...known);
  };
  return {
    ...records,
    deployments: records.deployments.map(d => ({
      ...d,
      commits: d.commits && [...new Set(d.commits.map(getName))],
      head: d.head === undefined ? undefined : getName(d.head),
    })),
    changes: [...new Set(reported.map(getName))].map(commit => {
      const same = records.changes.filter(c => getName(c.commit) === commit);
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

interface FailurePeriod {
  deployment: SourceDeployment;
  incident?: string;
  from: number;
  /** Undefined: it is still open. */
  to: number | undefined;
}

/** Merges periods that overlap, directly or through others. */
function grouped(failurePeriods: readonly FailurePeriod[]): FailurePeriod[][] {
  const end = ({ from, to }: FailurePeriod) => Math.max(from, to ?? Infinity);
  const overlap = (a: FailurePeriod, b: FailurePeriod) =>
    a.from <= end(b) && b.from <= end(a);
  const groups = failurePeriods.map(failurePeriod => [failurePeriod]);
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

function getRecovery(failurePeriods: readonly FailurePeriod[]): Recovery {
  const [{ deployment: first, from: startedAt }] = [...failurePeriods].sort(
    (a, b) => a.from - b.from || (a.deployment.id < b.deployment.id ? -1 : 1),
  );
  const isOpen = failurePeriods.some(({ to }) => to === undefined);
  const endedAt = isOpen
    ? undefined
    : Math.max(...failurePeriods.map(({ to }) => to ?? Infinity));
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
    deployments: sorted(failurePeriods.map(({ deployment }) => deployment.id)),
    incidents: sorted(failurePeriods.map(({ incident }) => incident)),
    ownerGroup: first.ownerGroup,
    system: first.system,
    demo: failurePeriods.some(({ deployment }) => deployment.demo),
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as T;
}
