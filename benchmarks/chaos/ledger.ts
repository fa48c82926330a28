import type {
  CommandRequest,
  CommandType,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';

/** What the harness itself asked for and was told, so that nothing that was acknowledged can go missing. */
export interface Ledger {
  creations: Creation[];
  clicks: Click[];
  faults: Fault[];
}

export interface Creation {
  n: number;
  kind: DeploymentKind;
  service: string;
  environment: string;
  idempotencyKey: string;
  /** Ids of the deployments that answers named: one and the same, however often it was sent. */
  ids: string[];
  /** Answers that said that it was made, rather than there already. */
  made: number;
  /** Why it was not accepted. */
  refusal?: string;
}

/** One press of a button, with the times that it was sent. */
export interface Click {
  deploymentId: string;
  commandId: string;
  type: CommandType;
  stepId?: string;
  choice?: CommandRequest['choice'];
  by: string;
  sent: number;
  /** Status codes that came back; 0: no answer. */
  answers: number[];
  /** What the outcomes said; the same each time. */
  outcomes: string[];
}

export type Fault = { at: number } & (
  | {
      kind: 'kill';
      replica: string;
      pid: number;
      /** When it had come back. */
      readyAt?: number;
    }
  | {
      kind: 'freeze';
      replica: string;
      pid: number;
      until: number;
      /** Key of the effect that it was in the middle of. */
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

export function emptyLedger(): Ledger {
  return { creations: [], clicks: [], faults: [] };
}
