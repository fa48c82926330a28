import type { DatabaseName } from '../engine/engineOptions';

/** A mechanism that makes the engine faster, and the modules that replace it. */
export interface Mechanism {
  /** As on the command line. */
  name: string;
  description: string;
  /** The databases on which it has an effect. */
  databases: DatabaseName[];
  /** Paths of files, by the modules in the backend's `src` that they replace. */
  replaced: Record<string, string>;
}

/** What ADR 0006 says makes the engine fast, and a control without any difference, which shows the noise. */
export const MECHANISMS: Mechanism[] = [
  {
    name: 'control',
    description: 'nothing: both are the same',
    databases: ['sqlite', 'postgres'],
    replaced: {},
  },
  {
    name: 'group-commit',
    description: 'transactions that wait for each other share a commit',
    databases: ['sqlite'],
    replaced: {
      'persistence/sqlite/groupCommit': require.resolve(
        './without/groupCommit',
      ),
    },
  },
  {
    name: 'statement-cache',
    description: 'compiled statements are kept',
    databases: ['sqlite'],
    replaced: {
      'persistence/sqlite/preparedStatementCache': require.resolve(
        './without/statementCache',
      ),
    },
  },
  {
    name: 'result-writer',
    description: 'results are one conditional statement, without a lock first',
    databases: ['postgres'],
    replaced: {
      'persistence/postgres/createPostgresDatabase': require.resolve(
        './without/resultWriter',
      ),
    },
  },
  {
    name: 'batches',
    description: 'results that arrive during a write share the next statement',
    databases: ['postgres'],
    replaced: {
      'persistence/postgres/createResultWriter':
        require.resolve('./without/batches'),
    },
  },
  {
    name: 'prepared-results',
    description: "the server keeps the plan of the results' statement",
    databases: ['postgres'],
    replaced: {
      'persistence/postgres/createResultWriter': require.resolve(
        './without/preparedResults',
      ),
    },
  },
  {
    name: 'inline-start',
    description: 'the transaction of an unblocked request starts it',
    databases: ['sqlite', 'postgres'],
    replaced: {
      'execution/inlineStart': require.resolve('./without/inlineStart'),
    },
  },
  {
    name: 'state-cache',
    description: 'an owner does not read what it wrote itself',
    databases: ['sqlite', 'postgres'],
    replaced: {
      'execution/stateCache': require.resolve('./without/stateCache'),
    },
  },
];
