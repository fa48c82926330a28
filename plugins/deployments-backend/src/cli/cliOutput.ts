/**
 * Where a command writes its text. Each call is one or more whole lines, without the last line break.
 *
 * @public
 */
export interface CliOutput {
  /** Writes results, to standard output. */
  print(text: string): void;
  /** Writes problems and notes, to standard error. */
  printError(text: string): void;
}
