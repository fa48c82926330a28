import type { IncomingMessage } from 'node:http';

/** Largest body that is held in memory, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** How reading a message ended. */
export type CapturedBody =
  | { outcome: 'complete'; body: Buffer }
  | { outcome: 'too-large' }
  | { outcome: 'interrupted' };

/** Reads the body of a message, which somebody else may read too, and reports how it ended. */
export function captureBody(
  message: IncomingMessage,
  onEnd: (captured: CapturedBody) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let hasEnded = false;
  const end = (captured: CapturedBody) => {
    if (hasEnded) return;
    hasEnded = true;
    chunks.length = 0;
    onEnd(captured);
  };
  message.on('data', (chunk: Buffer) => {
    if (hasEnded) return;
    size += chunk.length;
    if (size > MAX_BODY_BYTES) end({ outcome: 'too-large' });
    else chunks.push(chunk);
  });
  message.once('end', () =>
    end({ outcome: 'complete', body: Buffer.concat(chunks) }),
  );
  message.once('close', () => end({ outcome: 'interrupted' }));
}
