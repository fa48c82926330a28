import { z } from 'zod';

const SHARE = /^(\d+(?:\.\d+)?)\s*(%?)$/;

/** Parses a share, which is written as a number or in percent: `0.25` and `25 %` are the same. */
export const share = z
  .union([z.number(), z.string()])
  .transform((value, ctx) => {
    if (typeof value === 'number') return value;
    const [, number, percent] = SHARE.exec(value.trim()) ?? [];
    if (number === undefined) {
      ctx.addIssue({
        code: 'custom',
        message: `expected a share such as "25 %" or 0.25`,
      });
      return z.NEVER;
    }
    return percent ? Number(number) / 100 : Number(number);
  });
