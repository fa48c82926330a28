import type { CommitContents } from './commitContents';

/** Writes the results of an owner's steps without locking their rows first. */
export interface ResultWriter {
  /**
   * Writes a result if the deployment's row is still as the owner knows it. Resolves after the commit to the database's
   * time in epoch milliseconds, or to `undefined` if the result was not written; the row, once locked, shows why. Throws
   * if the database does not answer: then the result may be written or not.
   */
  write(epoch: number, contents: CommitContents): Promise<number | undefined>;
}
