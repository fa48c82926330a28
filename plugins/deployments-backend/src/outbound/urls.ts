import { z } from 'zod';

/** Where a template may stand first: what the target itself told. */
const OWN_URL = /^\{\{\s*(candidate|baseline|service)\.url\s*\}\}/;

/**
 * A URL that a platform team wrote. Inputs and versions may fill in parts of its path and query, which are URL-encoded;
 * they must not choose the host, or whoever deploys could make the portal call anything. The same goes for `{field}`,
 * which an answer fills in.
 */
export const configuredUrl = z.string().refine(
  url => {
    if (OWN_URL.test(url)) {
      return true;
    }
    const authority = /^https?:\/\/([^/?#]*)/.exec(url)?.[1];
    return (
      authority !== undefined && authority !== '' && !authority.includes('{')
    );
  },
  {
    message:
      'must begin with http:// or https:// and a host that is written out: {{ … }} and {field} may stand only in its path and query',
  },
);
