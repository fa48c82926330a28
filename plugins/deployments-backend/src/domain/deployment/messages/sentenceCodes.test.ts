import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { sentenceTexts } from '@slipway/backstage-plugin-deployments-common';

const SOURCES = resolvePackagePath(
  '@slipway/backstage-plugin-deployments-backend',
  'src',
);

function readSources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith('__') ? '' : readSources(path);
      }
      return /(?<!\.test)\.ts$/.test(entry.name)
        ? readFileSync(path, 'utf8')
        : '';
    })
    .join('\n');
}

describe('the codes of sentences', () => {
  const sources = readSources(SOURCES);

  it('are all sent by the server', () => {
    const isSent = (code: string) =>
      sources.includes(`'${code}'`) ||
      // Codes that are composed, such as `event_decided_${choice}`.
      [...sources.matchAll(/`([a-z_]*_)\$\{[^}]*\}(_?[a-z_]*)`/g)].some(
        ([, start, end]) => code.startsWith(start) && code.endsWith(end),
      ) ||
      (code.endsWith('_since') &&
        sources.includes(`'${code.replace(/_since$/, '')}'`));
    expect(Object.keys(sentenceTexts).filter(code => !isSent(code))).toEqual(
      [],
    );
  });

  it('have one for the words of others, which only some sources use', () => {
    const users = sources.match(/say\(\s*'stated'/g) ?? [];
    // Reasons of plans, blockers in events, and titles of steps that are no longer known.
    expect(users).toHaveLength(5);
  });
});
