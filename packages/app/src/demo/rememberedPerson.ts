const KEY = 'slipway-demo-user';

/**
 * Who is signed in, across reloads and in all tabs of the browser. A tab that went on as somebody else would send its
 * next command in the name of a person who has signed out.
 */
export const rememberedPerson = {
  get: () => window.localStorage.getItem(KEY) ?? undefined,

  set: (userName: string) => window.localStorage.setItem(KEY, userName),

  clear: () => window.localStorage.removeItem(KEY),

  /**
   * Calls back, once, when another tab signed in as somebody else than `userName`, or out.
   *
   * @param userName - Who is signed in here; undefined while nobody is.
   */
  watch(userName: string | undefined, onOther: () => void): () => void {
    // A tab in the background may be frozen, and a page that the Back button brings again has heard nothing.
    const events = [
      [window, 'storage'],
      [window, 'pageshow'],
      [document, 'visibilitychange'],
    ] as const;
    const look = () => {
      if (rememberedPerson.get() !== userName) {
        stop();
        onOther();
      }
    };
    function stop() {
      events.forEach(([target, event]) =>
        target.removeEventListener(event, look),
      );
    }
    events.forEach(([target, event]) => target.addEventListener(event, look));
    return stop;
  },
};
