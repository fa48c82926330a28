import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';

/** A running version with all of its instances. */
export interface ObservedVersion {
  /** The spelling to store and to show: the first in the alphabet of those that its instances name as their artifact. */
  artifact: string;
  /** All spellings of its artifact, with the aliases that its instances report. */
  spellings: string[];
  versionName: string;
  /** Percent of traffic that its instances get together. */
  weight: number;
  instances: ObservedInstance[];
}

/** Whether an instance runs the version with this artifact: it is the instance's own artifact or one of its aliases. */
export function runsArtifact(
  { artifact, aliases }: Pick<ObservedInstance, 'artifact' | 'aliases'>,
  expected: string | undefined,
): boolean {
  return (
    expected !== undefined &&
    (artifact === expected || (aliases?.includes(expected) ?? false))
  );
}

/**
 * Groups instances by version, in the order in which the versions first occur. Instances that share a spelling of their
 * artifact run the same version. Pure.
 */
export function groupByVersion(
  instances: readonly ObservedInstance[],
): ObservedVersion[] {
  let groups: { spellings: Set<string>; instances: ObservedInstance[] }[] = [];
  for (const instance of instances) {
    const own = [instance.artifact, ...(instance.aliases ?? [])];
    const same = groups.filter(({ spellings }) =>
      own.some(spelling => spellings.has(spelling)),
    );
    const [first, ...others] = same;
    if (!first) {
      groups.push({ spellings: new Set(own), instances: [instance] });
      continue;
    }
    // An instance can connect versions that looked different so far.
    for (const other of others) {
      other.spellings.forEach(spelling => first.spellings.add(spelling));
      first.instances.push(...other.instances);
    }
    own.forEach(spelling => first.spellings.add(spelling));
    first.instances.push(instance);
    groups = groups.filter(group => !others.includes(group));
  }
  return groups.map(group => ({
    artifact: group.instances.map(({ artifact }) => artifact).sort()[0],
    spellings: [...group.spellings].sort(),
    versionName: group.instances[0].versionName,
    weight: group.instances.reduce((sum, { weight }) => sum + weight, 0),
    instances: group.instances,
  }));
}

/** Returns the instances with traffic. If the target reports no traffic at all, returns all instances. */
export function servingInstances(observed: Observation): ObservedInstance[] {
  const serving = observed.instances.filter(({ weight }) => weight > 0);
  return serving.length > 0 ? serving : observed.instances;
}

/** Lists the versions with traffic. If the target reports no traffic at all, lists all versions. */
export function servingVersions(observed: Observation): ObservedVersion[] {
  return groupByVersion(servingInstances(observed));
}

/** Returns the version with the most traffic; `undefined` if nothing is running. */
export function mainVersion(
  observed: Observation,
): ObservedVersion | undefined {
  return servingVersions(observed).sort((a, b) => b.weight - a.weight)[0];
}

/** Returns the instance with the most traffic of the version with the most; `undefined` if nothing is running. */
export function mainInstance(
  observed: Observation,
): ObservedInstance | undefined {
  return mainVersion(observed)?.instances.sort(
    (a, b) => b.weight - a.weight || Number(b.ready) - Number(a.ready),
  )[0];
}

/** Lists the artifacts of instances, each version once, sorted. */
export function listArtifacts(
  instances: readonly ObservedInstance[],
): string[] {
  return groupByVersion(instances)
    .map(({ artifact }) => artifact)
    .sort();
}
