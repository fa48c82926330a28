/** Whether two entity refs are equal; like in the catalog, case makes no difference. */
export function sameRef(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
