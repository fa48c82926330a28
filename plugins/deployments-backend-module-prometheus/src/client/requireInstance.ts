import type { z } from 'zod';
import type { InstancePool } from './instancePool';

/**
 * Creates a refinement of a schema, so that settings that name an instance that is not configured are rejected when app-config
 * is read.
 */
export function requireInstance(pool: InstancePool) {
  return (
    { instance }: { instance: string },
    ctx: z.core.$RefinementCtx,
  ): void => {
    // A name with a template is checked when it is filled in.
    if (instance.includes('{{')) return;
    const message = pool.explainMissing(instance);
    if (message) ctx.addIssue({ code: 'custom', path: ['instance'], message });
  };
}
