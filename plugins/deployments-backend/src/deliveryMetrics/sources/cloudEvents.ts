import { textAt, valueAt } from './payload';

export type CloudEventsResult =
  /** `wrong`: the invalid parts of a batch; the others are still processed. */
  | { result: 'read'; data: unknown[]; wrong: WrongCloudEvent[] }
  | { result: 'wrong'; reason: string };

interface WrongCloudEvent {
  event: unknown;
  reason: string;
}

/**
 * Reads CloudEvents 1.0 from an HTTP request: in binary mode the body is the data, in structured mode the body
 * contains the event, and a batch contains several.
 *
 * @param headers - with lower-case names
 * @param body - parsed JSON
 */
export function readCloudEvents(
  headers: Record<string, unknown>,
  body: unknown,
): CloudEventsResult {
  const type = String(headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/cloudevents-batch+json')) {
    return Array.isArray(body)
      ? readBatch(body)
      : wrong('the body of a batch must be a list');
  }
  if (type.startsWith('application/cloudevents+json')) {
    return readStructured(body);
  }
  if (type.startsWith('application/cloudevents')) {
    return wrong('only the JSON format of CloudEvents is supported');
  }
  return headers['ce-specversion'] === '1.0'
    ? read(body)
    : wrong(
        'it is not a CloudEvent 1.0: send the content type application/cloudevents+json, or the headers ce-specversion, ce-type, ce-id and ce-source',
      );
}

function readStructured(event: unknown): CloudEventsResult {
  if (textAt(event, 'specversion') !== '1.0') {
    return wrong('specversion must be 1.0');
  }
  const base64 = textAt(event, 'data_base64', Infinity);
  const data = valueAt(event, 'data');
  if (base64 !== undefined) {
    return parse(Buffer.from(base64, 'base64').toString('utf8'), 'data_base64');
  }
  // A sender that serialized the data before putting it into the event means the same.
  return typeof data === 'string' ? parse(data, 'data') : read(data);
}

function parse(json: string, field: string): CloudEventsResult {
  try {
    return read(JSON.parse(json));
  } catch {
    return wrong(`${field} is not valid JSON`);
  }
}

function readBatch(events: readonly unknown[]): CloudEventsResult {
  const batch: Extract<CloudEventsResult, { result: 'read' }> = {
    result: 'read',
    data: [],
    wrong: [],
  };
  for (const event of events) {
    const one = readStructured(event);
    if (one.result === 'read') batch.data.push(...one.data);
    else batch.wrong.push({ event, reason: one.reason });
  }
  return batch;
}

function read(data: unknown): CloudEventsResult {
  return { result: 'read', data: [data], wrong: [] };
}

function wrong(reason: string): CloudEventsResult {
  return { result: 'wrong', reason };
}
