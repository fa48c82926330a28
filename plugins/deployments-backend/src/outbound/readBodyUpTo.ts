/** Reads at most a number of bytes of a response's text, so that no endpoint can fill the portal's memory. */
export async function readBodyUpTo(
  response: Response,
  maxBytes: number,
): Promise<string> {
  if (!response.body) {
    return '';
  }
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    const left = maxBytes - bytes;
    text += decoder.decode(value.subarray(0, left), { stream: true });
    bytes += value.byteLength;
    if (bytes >= maxBytes) {
      await reader.cancel();
      return text;
    }
  }
}
