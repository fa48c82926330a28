import { cpus, totalmem } from 'node:os';

/** The machine on which a benchmark ran. */
export interface Machine {
  cores: number;
  cpu: string;
  memoryGb: number;
  node: string;
  postgres?: string;
}

export function describeMachine(postgres?: string): Machine {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    ...(postgres === undefined ? {} : { postgres }),
  };
}

/** Formats the machine, e.g. `2 cores (…), 24 GB, Node 20.20.2, PostgreSQL 15.14`. */
export function formatMachine(machine: Machine): string {
  const { cores, cpu, memoryGb, node, postgres } = machine;
  return [
    `${cores} cores (${cpu})`,
    `${memoryGb} GB`,
    `Node ${node}`,
    ...(postgres === undefined ? [] : [`PostgreSQL ${postgres}`]),
  ].join(', ');
}
