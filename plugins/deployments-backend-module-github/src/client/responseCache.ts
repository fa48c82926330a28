/** A response that GitHub may confirm as unchanged, which does not count against the rate limit. */
interface CachedResponse {
  etag: string;
  text: string;
}

const MAX_RESPONSES = 300;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Remembers responses by URL. The least recently used ones are dropped. */
export class ResponseCache {
  readonly #responses = new Map<string, CachedResponse>();
  #characters = 0;

  find(url: string): CachedResponse | undefined {
    const response = this.#responses.get(url);
    if (response) {
      this.#responses.delete(url);
      this.#responses.set(url, response);
    }
    return response;
  }

  store(url: string, response: CachedResponse): void {
    this.#drop(url);
    this.#responses.set(url, response);
    this.#characters += response.text.length;
    for (const oldest of this.#responses.keys()) {
      const isFull =
        this.#responses.size > MAX_RESPONSES ||
        this.#characters > MAX_CHARACTERS;
      if (!isFull) return;
      this.#drop(oldest);
    }
  }

  #drop(url: string): void {
    this.#characters -= this.#responses.get(url)?.text.length ?? 0;
    this.#responses.delete(url);
  }
}
