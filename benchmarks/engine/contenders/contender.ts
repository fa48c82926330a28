/** A measured system: one or more processes on one database, which accept jobs of five steps over HTTP. */
export interface Contender {
  readonly name: string;
  readonly processes: number;
  /** Submits a job to process `index` modulo their number, and returns its id. */
  submit(index: number): Promise<string>;
  status(id: string): Promise<JobStatus>;
  /** Whether any submitted job has not ended yet. */
  isBusy(): Promise<boolean>;
  /** Resident memory of all processes, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

export type JobStatus = 'running' | 'succeeded' | 'failed';

/** Database of a contender. */
export type DatabaseOptions =
  | { client: 'pg'; url: string; prefix: string }
  | { client: 'sqlite'; folder: string };

export interface StartOptions {
  processes: number;
  database: DatabaseOptions;
  /** Folder for config and log files. */
  directory: string;
}
