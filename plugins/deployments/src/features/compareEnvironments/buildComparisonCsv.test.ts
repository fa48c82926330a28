import {
  comparedService,
  PRODUCTION,
  SERVICE,
  STAGING,
} from '../../__testUtils__/fixtures';
import { buildComparisonCsv } from './buildComparisonCsv';

describe('a comparison as CSV', () => {
  it('has one row for each service, with how far it is behind and what blocks it', () => {
    const text = buildComparisonCsv({ from: STAGING, to: PRODUCTION }, [
      comparedService({
        blockers: [{ kind: 'hold', message: 'On hold: errors, again' }],
      }),
    ]);
    const [head, row, ...rest] = text.split('\r\n');
    expect(head).toBe(
      'service,owner,system,from_environment,from_version,from_artifact,from_since,from_verification,to_environment,to_version,to_artifact,to_since,state,commits,days,blockers',
    );
    expect(row).toBe(
      `${SERVICE},group:default/shop,system:default/store,staging,1.4.2,file://checkout-1.4.2,2026-11-21T09:00:00Z,passed,production,1.4.1,file://checkout-1.4.1,2026-11-20T09:00:00Z,behind,3,2,"On hold: errors, again"`,
    );
    expect(rest).toEqual(['']);
  });
});
