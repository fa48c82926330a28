import { buildNodeId, Urls } from './urls';

/** Numbers that are always the same for a login. */
function buildUserId(login: string): number {
  return [...login].reduce(
    (hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1_000_003,
    7,
  );
}

/** A user, as GitHub describes people in other objects. */
export function renderUser(urls: Urls, login: string) {
  const id = buildUserId(login);
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
