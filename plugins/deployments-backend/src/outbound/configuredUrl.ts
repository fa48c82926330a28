import { z } from 'zod';

/** The templates that a URL may start with. They are safe, because the target reports their values. */
const TARGET_URL = /^\{\{\s*(candidate|baseline|service)\.url\s*\}\}/;

/**
 * The schema of a URL in the configuration. Templates may fill in parts of the path and query, URL-encoded, but not of the
 * host. Otherwise, people who deploy could make the portal call any host. The same applies to `{field}`, which comes from a
 * response.
 */
export const configuredUrl = z.string().refine(
  url => {
    if (TARGET_URL.test(url)) {
      return true;
    }
    const authority = /^https?:\/\/([^/?#]*)/.exec(url)?.[1];
    return (
      authority !== undefined && authority !== '' && !authority.includes('{')
    );
  },
  {
    message:
      'must start with http:// or https:// and a host without templates: {{ … }} and {field} are only allowed in the path and query',
  },
);
