/** An answer that GitHub may confirm as unchanged, which does not count against the rate limit. */
interface CachedAnswer {
  etag: string;
  text: string;
}

const MAX_ANSWERS = 300;
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Remembers answers by URL. The least recently used ones are dropped. */
export class AnswerCache {
  readonly #answers = new Map<string, CachedAnswer>();
  #characters = 0;

  find(url: string): CachedAnswer | undefined {
    const answer = this.#answers.get(url);
    if (answer) {
      this.#answers.delete(url);
      this.#answers.set(url, answer);
    }
    return answer;
  }

  store(url: string, answer: CachedAnswer): void {
    this.#drop(url);
    this.#answers.set(url, answer);
    this.#characters += answer.text.length;
    for (const oldest of this.#answers.keys()) {
      const isFull =
        this.#answers.size > MAX_ANSWERS || this.#characters > MAX_CHARACTERS;
      if (!isFull) return;
      this.#drop(oldest);
    }
  }

  #drop(url: string): void {
    this.#characters -= this.#answers.get(url)?.text.length ?? 0;
    this.#answers.delete(url);
  }
}
