/** @jest-environment node */
import { deploymentsTranslationRef } from './deploymentsTranslationRef';
import { germanMessages } from './de/germanMessages';
import { flattenMessages } from './flattenMessages';

const english = (
  deploymentsTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();
const german = flattenMessages(germanMessages);

/** Words that German speakers of this field use as they are. */
const SAME_WORDS = new Set([
  'Admin',
  'Baseline',
  'Commit',
  'Commits',
  'DORA',
  'Deployment',
  'Deployments',
  'Details',
  'Drift',
  'Elite',
  'Event',
  'Events',
  'Hotfix',
  'Incident',
  'Incidents',
  'Lease',
  'Link',
  'Live',
  'Log',
  'Median',
  'Minimum',
  'Owner',
  'Promotion',
  'Replica',
  'Replicas',
  'Request',
  'Review',
  'Rollback',
  'Service',
  'Services',
  'Staging',
  'Start',
  'Status',
  'System',
  'Team',
  'Traffic',
  'Trend',
  'Version',
  'Check',
  'Checks',
  'p75',
  'p90',
  'p95',
  'n',
  'in',
]);

function listPlaceholders(message: string): string[] {
  return (message.match(/\{\{.*?\}\}/g) ?? []).sort();
}

/** The words between the placeholders. */
function listTerms(message: string): string[] {
  return (
    message.replace(/\{\{.*?\}\}/g, ' ').match(/\p{L}[\p{L}\p{N}]*/gu) ?? []
  );
}

describe('the German translation', () => {
  it('has the keys of the English messages, with the same plural forms', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  it('is loaded with the translation ref, on demand', async () => {
    const { resources } = (
      deploymentsTranslationRef as unknown as {
        getDefaultResource(): {
          resources: {
            language: string;
            loader(): Promise<{ messages: unknown }>;
          }[];
        };
      }
    ).getDefaultResource();
    expect(resources.map(({ language }) => language)).toEqual(['de']);
    expect((await resources[0].loader()).messages).toEqual(german);
  });

  it('keeps the placeholders of all messages', () => {
    const toPlaceholders = (messages: Record<string, string>) =>
      Object.entries(messages)
        .map(([key, text]) => `${key}: ${listPlaceholders(text).join(' ')}`)
        .sort();
    expect(toPlaceholders(german)).toEqual(toPlaceholders(english));
  });

  it('leaves nothing in English but words that are the same in German', () => {
    const left = Object.keys(english).filter(
      key =>
        german[key] === english[key] &&
        !listTerms(english[key]).every(word => SAME_WORDS.has(word)),
    );
    expect(left).toEqual([]);
  });

  it('names no word as the same that no message needs', () => {
    const needed = new Set(
      Object.keys(english)
        .filter(key => german[key] === english[key])
        .flatMap(key => listTerms(english[key])),
    );
    expect([...SAME_WORDS].filter(word => !needed.has(word))).toEqual([]);
  });
});
