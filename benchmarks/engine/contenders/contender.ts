/** What is measured: one or more processes that take jobs of five steps over HTTP, on one database. */
export interface Contender {
  readonly name: string;
  readonly processes: number;
  /** Asks process `index` modulo their number for a job and returns its id. */
  submit(index: number): Promise<string>;
  status(id: string): Promise<JobStatus>;
  /** Whether any job that was submitted is not at its end yet. */
  isBusy(): Promise<boolean>;
  /** Resident memory of all processes, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

export type JobStatus = 'under way' | 'succeeded' | 'failed';

/** Where a contender keeps its jobs. */
export type DatabaseOptions =
  | { client: 'pg'; url: string; prefix: string }
  | { client: 'sqlite'; folder: string };

export interface StartOptions {
  processes: number;
  database: DatabaseOptions;
  /** For config and log files. */
  directory: string;
}
