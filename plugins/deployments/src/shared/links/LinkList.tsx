import { Link as PageLink } from '@backstage/core-components';
import type { Link } from '@slipway/backstage-plugin-deployments-common';
import { Fragment } from 'react';

/** A link to a page outside the portal. It opens a new tab, so that the deployment stays in view. */
export function OutsideLink(props: { link: Link }) {
  const { title, url } = props.link;
  return (
    <PageLink to={url} target="_blank" rel="noopener" underline="always">
      {title}
    </PageLink>
  );
}

/** Links to pages outside the portal, in a row. */
export function LinkList(props: { links: Link[] }) {
  return (
    <>
      {props.links.map((link, index) => (
        // Two links may show the same page.
        <Fragment key={`${link.url}:${index}`}>
          {index > 0 && ' · '}
          <OutsideLink link={link} />
        </Fragment>
      ))}
    </>
  );
}
