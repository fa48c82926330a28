import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { demoPeople } from './people';

interface OrgEntity {
  kind: string;
  metadata: { name: string; description?: string };
  spec: { profile: { displayName: string }; memberOf?: string[] };
}

const file = resolve(__dirname, '../../../../examples/org.yaml');
const org = parseAllDocuments(readFileSync(file, 'utf8')).map(
  document => document.toJS() as OrgEntity,
);

describe('the people on the demo sign-in page', () => {
  it('are the people of the example organization', () => {
    const groupNames = new Map(
      org
        .filter(entity => entity.kind === 'Group')
        .map(group => [group.metadata.name, group.spec.profile.displayName]),
    );
    const users = org
      .filter(entity => entity.kind === 'User')
      .map(user => ({
        userName: user.metadata.name,
        displayName: user.spec.profile.displayName,
        role: user.metadata.description,
        team: groupNames.get(user.spec.memberOf?.[0] ?? ''),
      }));

    expect(
      demoPeople.map(({ userName, displayName, role, team }) => ({
        userName,
        displayName,
        role,
        team,
      })),
    ).toEqual(users);
  });
});
