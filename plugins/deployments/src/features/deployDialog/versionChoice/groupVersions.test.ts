import { version } from '../../../__testUtils__/fixtures';
import { groupVersions } from './groupVersions';

describe('the version list', () => {
  it('starts with the proposed version and ends with the ineligible ones, newest first in each group', () => {
    const blocked = version({
      id: 'blocked',
      blockers: [{ kind: 'promotion', message: 'Staging first.' }],
    });
    const quarantined = version({
      id: 'quarantined',
      quarantined: { by: 'ana', at: '2026-11-21T09:40:00Z', reason: 'bad' },
    });
    const versions = [
      blocked,
      version({ id: 'newest', blockers: [] }),
      quarantined,
      version({ id: 'proposed' }),
      version({ id: 'oldest' }),
    ];
    expect(groupVersions(versions, 'proposed').map(({ id }) => id)).toEqual([
      'proposed',
      'newest',
      'oldest',
      'blocked',
      'quarantined',
    ]);
  });
});
