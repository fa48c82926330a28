import type {
  CommandRequest,
  CommandType,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';

/** The harness's own requests and their responses, to find acknowledged work that was lost. */
export interface Ledger {
  creations: Creation[];
  clicks: Click[];
  faults: Fault[];
}

/** One request to create a deployment. */
export interface Creation {
  n: number;
  kind: DeploymentKind;
  service: string;
  environment: string;
  idempotencyKey: string;
  /** Ids of the deployments in the responses: always the same, however often the request was sent. */
  ids: string[];
  /** Number of responses that said that the deployment was created, not that it existed. */
  made: number;
  /** Why it was rejected. */
  refusal?: string;
}

/** One press of a button, and how often it was sent. */
export interface Click {
  deploymentId: string;
  commandId: string;
  type: CommandType;
  stepId?: string;
  choice?: CommandRequest['choice'];
  by: string;
  sent: number;
  /** Status codes of the responses; 0: no response. */
  answers: number[];
  /** Outcomes in the responses, which must be equal. */
  outcomes: string[];
}

/** One injected fault. Times in epoch milliseconds. */
export type Fault = { at: number } & (
  | {
      kind: 'kill';
      replica: string;
      pid: number;
      /** When it was ready again. */
      readyAt?: number;
    }
  | {
      kind: 'freeze';
      replica: string;
      pid: number;
      until: number;
      /** Key of the effect call that it was making. */
      inCall?: string;
    }
  | { kind: 'cut'; connections: number }
  | {
      kind: 'restart-postgres';
      mode: 'fast' | 'immediate';
      until: number;
    }
  | { kind: 'lose-queue'; how: 'truncate' | 'drop' }
);

/** Creates an empty ledger. */
export function createLedger(): Ledger {
  return { creations: [], clicks: [], faults: [] };
}
