import { useState, type ReactNode } from 'react';
import { HoldDialog } from './HoldDialog';

/** A service environment on hold, with its names for people. */
export interface Held {
  service: string;
  serviceTitle: string;
  environment: string;
  environmentTitle: string;
}

/** The confirmation that lifts a hold. */
export function useLiftHold(onLifted: () => void): {
  confirm(held: Held): void;
  dialog: ReactNode;
} {
  const [held, setHeld] = useState<Held>();
  return {
    confirm: setHeld,
    dialog: held && (
      <HoldDialog
        change="lift"
        service={held.service}
        serviceTitle={held.serviceTitle}
        environment={{ name: held.environment, title: held.environmentTitle }}
        onChanged={onLifted}
        onClose={() => setHeld(undefined)}
      />
    ),
  };
}
