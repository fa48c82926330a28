import type {
  DeploymentEvent,
  LogLine,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** A message in a deployment's stream. */
export type StreamMessage =
  | { kind: 'event'; event: DeploymentEvent }
  | { kind: 'measurement'; measurement: Measurement }
  | { kind: 'log'; line: LogLine }
  | { kind: 'end' };

function toMessage(source: EventSourceMessage): StreamMessage | undefined {
  try {
    switch (source.event) {
      case 'event':
        return { kind: 'event', event: JSON.parse(source.data) };
      case 'measurement':
        return { kind: 'measurement', measurement: JSON.parse(source.data) };
      case 'log':
        return { kind: 'log', line: JSON.parse(source.data) };
      case 'end':
        return { kind: 'end' };
      default:
        // A newer backend may send messages that this page doesn't know.
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/**
 * Reads a stream of server-sent events to its end.
 *
 * @param options - `onMessage`: called for each message in order. `onId`: the id to resume after. `onActivity`: any
 *   bytes arrived, including comments, so the connection is alive.
 * @returns Resolves when the server closes the stream; rejects when the connection breaks.
 */
export async function readEventStream(
  body: ReadableStream<Uint8Array>,
  options: {
    onMessage(message: StreamMessage): void;
    onId(id: string): void;
    onActivity(): void;
  },
): Promise<void> {
  const parser = createParser({
    onEvent: source => {
      if (source.id) {
        options.onId(source.id);
      }
      const message = toMessage(source);
      if (message) {
        options.onMessage(message);
      }
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      options.onActivity();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
