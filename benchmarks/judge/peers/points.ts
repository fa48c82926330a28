import type { ArmData } from '../families/family';

/** One number per look: what a monitoring system plots. Undefined without requests. */
export function toPoint(arm: ArmData, quantile?: number): number | undefined {
  switch (arm.kind) {
    case 'gauge':
      return arm.value;
    case 'counts':
      return arm.total > 0 ? arm.events / arm.total : undefined;
    case 'amounts':
      return arm.total > 0 ? arm.sum / arm.total : undefined;
    case 'samples': {
      const { values } = arm;
      if (values.length === 0) return undefined;
      if (quantile === undefined) {
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      }
      const sorted = Float64Array.from(values).sort();
      return sorted[Math.ceil(quantile * sorted.length) - 1];
    }
    default: {
      const unknown: never = arm;
      throw new Error(`Unknown data: ${JSON.stringify(unknown)}`);
    }
  }
}

/** How many requests a point stands for. */
export function countRequests(arm: ArmData): number {
  switch (arm.kind) {
    case 'gauge':
      return 1;
    case 'samples':
      return arm.values.length;
    case 'counts':
    case 'amounts':
      return arm.total;
    default: {
      const unknown: never = arm;
      throw new Error(`Unknown data: ${JSON.stringify(unknown)}`);
    }
  }
}
