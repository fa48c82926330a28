import type { LogLine } from '@slipway/backstage-plugin-deployments-common';
import { delay, http, HttpResponse, type RequestHandler } from 'msw';
import { ago } from '../src/__testUtils__/driftFixtures';
import { answers, BASE_URL, refusal } from '../src/__testUtils__/handlers';
import { EMPTY_PORTAL, FULL_PORTAL } from './fullPortal';
import { LONG_MESSAGE, LONG_PORTAL } from './longPortal';
import { portalHandlers } from './portalHandlers';

/** What the backend of the development app answers, by the name in its menu. Earlier handlers take precedence. */
export const SCENARIOS: Record<string, () => RequestHandler[]> = {
  full: () => portalHandlers(FULL_PORTAL),
  empty: () => portalHandlers(EMPTY_PORTAL),
  long: () => [longLog(), ...portalHandlers(LONG_PORTAL)],
  loading: () => [
    http.all(`${BASE_URL}/*`, async () => {
      await delay('infinite');
      return HttpResponse.json({});
    }),
  ],
  error: () => [
    http.all(`${BASE_URL}/*`, () =>
      refusal(500, 'Error', 'The database does not respond'),
    ),
  ],
};

/** The newest deployment writes more than is stored. */
function longLog() {
  return answers('/deployments/d1/logs', {
    truncated: true,
    items: Array.from(
      { length: 300 },
      (_, index): LogLine => ({
        seq: index + 1,
        at: ago(1),
        stepId: 'watch',
        line: `${index + 1} ${LONG_MESSAGE}`,
      }),
    ),
  });
}
