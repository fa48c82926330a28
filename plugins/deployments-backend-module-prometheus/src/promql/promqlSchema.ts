import { z } from 'zod';
import { escapeLabelValue } from './escapeLabelValue';

const TEMPLATE = /\{\{\s*(.*?)\s*\}\}/gs;

/**
 * Schema of a query in PromQL. It may contain `{{ window }}` anywhere, and other templates only in the quoted strings of label
 * matchers.
 */
export const promqlSchema = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .superRefine((query, ctx) => {
    for (const name of findMisplacedTemplates(query)) {
      ctx.addIssue({
        code: 'custom',
        message: `{{ ${name} }} is only allowed in the value of a label, in quotes, as in service="{{ service.name }}"`,
      });
    }
  });

function findMisplacedTemplates(query: string): string[] {
  const misplaced: string[] = [];
  let before = '';
  let end = 0;
  for (const match of query.matchAll(TEMPLATE)) {
    const [template, name] = match;
    before += query.slice(end, match.index);
    end = match.index + template.length;
    const isWindow = /^window\b/.test(name);
    if (!isWindow && escapeLabelValue('value', before) === undefined) {
      misplaced.push(name);
    }
    before += 'value';
  }
  return misplaced;
}

/** Whether a query names the candidate or the version that is deployed, and so can measure it alone. */
export function namesCandidate(query: string): boolean {
  return /\{\{\s*(candidate|version)\./.test(query);
}

/** Whether a query names the instance of the previous version. */
export function namesBaseline(query: string): boolean {
  return /\{\{\s*baseline\./.test(query);
}
