import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import {
  getIssuePath,
  listIssuePaths,
  parseWithSchema,
} from './parseWithSchema';

/** A schema of a library that Slipway does not know. */
function foreign(
  validate: StandardSchemaV1<unknown, { url: string }>['~standard']['validate'],
): StandardSchemaV1<unknown, { url: string }> {
  return { '~standard': { version: 1, vendor: 'foreign', validate } };
}

describe('parseWithSchema', () => {
  it('returns what a zod schema parsed', () => {
    const schema = z.strictObject({ every: z.number().default(5) });
    expect(parseWithSchema(schema, {})).toEqual({
      success: true,
      data: { every: 5 },
    });
  });

  it('returns what a schema of another library parsed', () => {
    const schema = foreign(() => ({ value: { url: 'https://example.com' } }));
    expect(parseWithSchema(schema, {})).toEqual({
      success: true,
      data: { url: 'https://example.com' },
    });
  });

  it('lists where a value is wrong', () => {
    const parsed = parseWithSchema(
      foreign(() => ({
        issues: [
          { message: 'no', path: ['headers', { key: 'accept' }] },
          { message: 'no', path: ['urls', 0] },
          { message: 'no', path: ['urls', 0] },
          { message: 'all of it' },
        ],
      })),
      {},
    );
    const issues = parsed.success ? [] : parsed.issues;
    expect(issues.map(getIssuePath)).toEqual([
      ['headers', 'accept'],
      ['urls', 0],
      ['urls', 0],
      [],
    ]);
    expect(listIssuePaths(issues)).toBe('headers.accept, urls.0, ');
  });

  it.each([
    ['answers', Promise.resolve({ value: { url: '' } })],
    ['fails', Promise.reject(new Error('too late'))],
  ])('rejects an asynchronous schema that %s later', async (_, later) => {
    expect(
      parseWithSchema(
        foreign(() => later),
        {},
      ),
    ).toEqual({
      success: false,
      issues: [
        {
          message:
            "can't be read, because its schema (foreign) is asynchronous; use a synchronous one",
        },
      ],
    });
    await later.catch(() => {});
  });

  it('rejects a zod schema with an asynchronous refinement', () => {
    const schema = z.object({}).refine(async () => true);
    const parsed = parseWithSchema(schema, {});
    expect(parsed).toMatchObject({
      success: false,
      issues: [{ message: expect.stringContaining('(zod) is asynchronous') }],
    });
  });
});
