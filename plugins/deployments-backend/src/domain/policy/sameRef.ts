/** Entity refs are compared as the catalog does: without regard to case. */
export function sameRef(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
