const original = window.matchMedia;

/** Lets media queries for narrow screens match until the test is over. */
export function onNarrowScreen() {
  window.matchMedia = query =>
    ({
      matches: query.includes('max-width'),
      media: query,
      addListener: () => {},
      removeListener: () => {},
      addEventListener: () => {},
      removeEventListener: () => {},
    } as unknown as MediaQueryList);
}

afterEach(() => {
  window.matchMedia = original;
});
