import { Link } from '@backstage/core-components';

/** Where GitHub, GitLab, Bitbucket and Azure DevOps keep a pull or merge request, after the repository. */
const REQUEST =
  /\/(?:-\/)?(?<kind>pull|pull-requests|pullrequest|merge_requests)\/(?<number>\d+)\/?$/;

/** A pull request as `#198` and a merge request as `!198`; the address of anything else, without its protocol. */
function nameChange(url: string): string {
  const found = REQUEST.exec(url)?.groups;
  if (!found) {
    return url.replace(/^https?:\/\//, '');
  }
  return `${found.kind === 'merge_requests' ? '!' : '#'}${found.number}`;
}

/** Links to pull requests and the like, with the whole address as tooltip. */
export function ChangeLinks(props: { urls: readonly string[] }) {
  return (
    <>
      {props.urls.map((url, index) => (
        <span key={url}>
          {index > 0 && ', '}
          <Link to={url} title={url}>
            {nameChange(url)}
          </Link>
        </span>
      ))}
    </>
  );
}
