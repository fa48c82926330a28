import { SERVICES } from './services.mjs';

/** Returns what the release itself reports about deployments, versions, holds, incidents and events. */
export async function describePortal(api, read) {
  const ref = encodeURIComponent;
  const all = (await api('GET', '/deployments?limit=100')).items;
  const deployments = [];
  for (const { id } of all) {
    const {
      kind,
      service,
      environment,
      version,
      status,
      requestedAt,
      startedAt,
      finishedAt,
      seq,
    } = await read(id);
    const { items: events } = await api('GET', `/deployments/${id}/events`);
    const isOver = finishedAt !== undefined;
    deployments.push({
      id,
      kind,
      service,
      environment,
      version: version.name,
      status,
      requestedAt,
      startedAt,
      finishedAt,
      ...(isOver
        ? {
            seq,
            events: events.map(event => ({ seq: event.seq, at: event.at })),
          }
        : {}),
    });
  }
  const audit = (await api('GET', '/audit?limit=100')).items.map(
    ({ id, action }) => ({ id, action }),
  );
  const versions = {};
  for (const service of SERVICES) {
    const { items } = await api(
      'GET',
      `/services/${ref(service)}/versions?limit=100`,
    );
    versions[service] = items.map(
      ({ id, name, artifact, commits, quarantined }) => ({
        id,
        name,
        artifact,
        commits: commits?.length ?? 0,
        quarantined: quarantined !== undefined,
      }),
    );
  }
  const holds = [];
  for (const service of SERVICES) {
    const { environments } = await api(
      'GET',
      `/services/${ref(service)}/overview`,
    );
    for (const { environment, hold } of environments) {
      if (hold)
        holds.push({
          service,
          environment: environment.name ?? environment,
          reason: hold.reason,
        });
    }
  }
  const incidents = (await api('GET', '/dora/incidents?limit=100')).items.map(
    ({ id, service, title, resolvedAt }) => ({
      id,
      service,
      title,
      resolvedAt,
    }),
  );
  const deadLetters = (await api('GET', '/dora/events?limit=100')).items.map(
    ({ event, status }) => ({ event, status }),
  );
  return { deployments, audit, versions, holds, incidents, deadLetters };
}
