import type { z } from 'zod';
import { readOpenApiDocument } from '../../http/openApiDocument';
import { eventShapes, readSourceEvent } from './sourceEvents';

interface DocumentedField {
  type?: string;
  enum?: readonly string[];
  maxLength?: number;
  maxItems?: number;
  items?: DocumentedField;
}

const takes = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).success;

/**
 * Finds out by trying whether a field accepts what is documented: its enum values, and its maximum length but no
 * more.
 */
function fits(schema: z.ZodType, field: DocumentedField): boolean {
  const { maxLength, maxItems, items } = field;
  const list = (length: number) => Array.from({ length }, () => 'x');
  // These also have a format.
  const isRef = !takes(schema, 'x') && takes(schema, 'group:default/x');
  const isUrl = !takes(schema, 'x') && takes(schema, 'https://x');
  const text = (length: number) =>
    (isUrl ? 'https://' : '').padEnd(length, 'x');
  return (
    (field.enum ?? []).every(word => takes(schema, word)) &&
    (maxLength === undefined ||
      isRef ||
      (takes(schema, text(maxLength)) &&
        !takes(schema, text(maxLength + 1)))) &&
    (maxItems === undefined ||
      (takes(schema, list(maxItems)) && !takes(schema, list(maxItems + 1)))) &&
    (items?.maxLength === undefined ||
      (takes(schema, [text(items.maxLength)]) &&
        !takes(schema, [text(items.maxLength + 1)])))
  );
}

interface DocumentedEvent {
  properties: Record<string, DocumentedField>;
  required: string[];
}

describe('events of sources', () => {
  const schemas = readOpenApiDocument().components.schemas as Record<
    string,
    DocumentedEvent
  >;

  it.each([
    ['deployment', schemas.DeploymentEventIn],
    ['deploymentStatus', schemas.DeploymentStatusEventIn],
    ['change', schemas.ChangeEventIn],
    ['incident', schemas.IncidentEventIn],
  ] as const)('of the type %s are read as documented', (type, documented) => {
    const shape: Record<string, z.ZodType> = eventShapes[type].shape;
    const { properties } = documented;
    expect(Object.keys(shape)).toEqual(Object.keys(properties));
    const required = Object.keys(shape).filter(
      key => !shape[key].safeParse(undefined).success,
    );
    expect(required).toEqual(documented.required);
    const differing = Object.entries(properties).filter(
      ([key, field]) => !fits(shape[key], field),
    );
    expect(differing).toEqual([]);
  });

  it('accept times in any zone', () => {
    const read = readSourceEvent({
      id: '1',
      type: 'change',
      service: 'checkout',
      commit: 'abc',
      authoredAt: '2026-03-01T12:00:00+02:00',
    });
    expect(read).toMatchObject({
      event: { authoredAt: Date.UTC(2026, 2, 1, 10) },
    });
  });

  const change = (more: object) =>
    readSourceEvent({
      id: '1',
      type: 'change',
      service: 'checkout',
      commit: 'abc',
      ...more,
    });

  it.each([
    ['2026-03-01T10:00:00Z', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01t10:00z', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00.123456789Z', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['2026-03-01T15:45:00+0545', Date.UTC(2026, 2, 1, 10)],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('accept the time %s', (authoredAt, at) => {
    expect(change({ authoredAt })).toMatchObject({ event: { authoredAt: at } });
  });

  const noTime = 'mergedAt must be a time such as 2026-03-01T10:00:00Z';
  const noZone =
    'mergedAt has no time zone: end it with Z or an offset such as +02:00';
  const tooEarly =
    'mergedAt is before 1971, like a time that was never set: check the machine that sent it';
  it.each<[unknown, string]>([
    ['2026-03-01T10:00:00', noZone],
    ['2026-03-01T10:00', noZone],
    ['2026-03-01', noTime],
    ['2026-02-30T10:00:00Z', noTime],
    ['2026-02-29T10:00:00Z', noTime],
    ['2026-03-01T10:00:60Z', noTime],
    ['2026-03-01T25:00:00Z', noTime],
    ['2026-03-01T10:00:00Z or later', noTime],
    ['+012026-03-01T10:00:00Z', noTime],
    ['NaN', noTime],
    ['Infinity', noTime],
    ['0001-01-01T00:00:00Z', tooEarly],
    ['1969-12-31T23:59:59Z', tooEarly],
    ['1970-01-01T00:00:00Z', tooEarly],
    [
      1772359200000,
      'mergedAt: Invalid input: expected string, received number',
    ],
    [
      '2026-03-01T10:00:00Z'.padEnd(61),
      'mergedAt must have at most 60 characters',
    ],
  ])('reject the time %j', (mergedAt, reason) => {
    expect(change({ mergedAt })).toMatchObject({ result: 'wrong', reason });
  });

  it.each([
    '1970-01-01T00:00:01Z',
    '1970-01-01T00:00:00+02:00',
    '0001-01-01T00:00:00Z',
  ])('ignore an author time that was never set, %s', authoredAt => {
    const read = change({ authoredAt });
    expect(read).toMatchObject({ event: { authoredAt: undefined } });
  });

  it.each([
    [{ commit: 'a\u0000b' }, 'commit must not contain a NUL character'],
    [
      { commit: 'a\ud800b' },
      'commit must not contain half a character (a lone surrogate)',
    ],
    [{ 'a\u0000\ud800\nb': 1 }, 'a???b is not a field of this type of event'],
    [
      JSON.parse('{"__proto__": {"service": "other"}}'),
      '__proto__ is not a field of this type of event',
    ],
    [{ constructor: 1 }, 'constructor is not a field of this type of event'],
  ])('are rejected with %j', (more, reason) => {
    const raw = { id: '1', type: 'change', service: 'a', commit: 'b' };
    const read = readSourceEvent(
      Object.defineProperties(
        {},
        {
          ...Object.getOwnPropertyDescriptors(raw),
          ...Object.getOwnPropertyDescriptors(more),
        },
      ),
    );
    expect(read).toEqual({ result: 'wrong', id: '1', type: 'change', reason });
  });

  it('keep complete characters of all planes', () => {
    expect(change({ title: '🚢 naïve' })).toMatchObject({
      event: { title: '🚢 naïve' },
    });
  });

  it.each([[null], [[]], [7], [undefined], [{}], [{ type: 'deployment' }]])(
    'are rejected as %j, with a reason',
    raw => {
      expect(readSourceEvent(raw)).toMatchObject({
        result: 'wrong',
        reason: expect.stringMatching(/\w/),
      });
    },
  );

  it.each([
    ...[`${'java'}script:alert(1)`, 'data:text/html,x', '//x', 'x', ''],
    'https://ana:hunter2@ci.example.com/7',
  ])('are rejected with an unsafe link to %j', url => {
    const read = readSourceEvent({
      id: '1',
      type: 'incident',
      service: 'checkout',
      incident: '1',
      startedAt: '2026-03-01T12:00:00Z',
      url,
    });
    expect(read).toMatchObject({
      reason:
        'url must be a web address that starts with https:// or http:// and contains no password',
    });
  });

  it('report what is too short or too long', () => {
    const raw = {
      id: '1',
      type: 'incident',
      service: '',
      incident: 'x'.repeat(301),
      startedAt: '2026-03-01T12:00:00Z',
      causedBy: Array.from({ length: 101 }, () => 'x'),
    };
    expect(readSourceEvent(raw)).toMatchObject({
      reason:
        'service must not be empty; incident must have at most 300 characters; causedBy must have at most 100 items',
    });
  });

  it('report a limited number of errors', () => {
    const raw = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`key${i}`, i]),
    );
    const read = readSourceEvent({ ...raw, type: 'deployment' });
    expect(read.result === 'wrong' && read.reason.length).toBeLessThan(2000);
  });
});
