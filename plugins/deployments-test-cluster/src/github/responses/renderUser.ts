import { buildNodeId, Urls } from './urls';

/** Numbers that are always the same for a login. */
function buildId(login: string): number {
  return [...login].reduce(
    (hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_003,
    7,
  );
}

/** A user, as GitHub describes people in other objects. */
export function renderUser(urls: Urls, login: string) {
  const id = buildId(login);
  const path = encodeURIComponent(login);
  const url = `${urls.api}/users/${path}`;
  return {
    login,
    id,
    node_id: buildNodeId('U', id),
    avatar_url: `${urls.html}/avatars/u/${id}`,
    gravatar_id: '',
    url,
    html_url: `${urls.html}/${path}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

/** A team of an organization. */
export function renderTeam(urls: Urls, organization: string, name: string) {
  const id = buildId(`${organization}/${name}`);
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const url = `${urls.api}/teams/${id}`;
  return {
    id,
    node_id: buildNodeId('T', id),
    name,
    slug,
    description: null,
    type: 'organization',
    privacy: 'closed',
    permission: 'push',
    parent: null,
    url,
    html_url: `${urls.html}/orgs/${encodeURIComponent(
      organization,
    )}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  };
}
