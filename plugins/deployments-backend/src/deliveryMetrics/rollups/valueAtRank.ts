/**
 * Returns the value that would have the zero-based index `rank` if the values were sorted. Reorders the values. This
 * is Hoare's selection, which takes a few passes instead of a sort (Algorithm 65, Find, 1961).
 */
export function valueAtRank(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = pickMedian(
      values[low],
      values[Math.floor((low + high) / 2)],
      values[high],
    );
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const moved = values[i];
        values[i] = values[j];
        values[j] = moved;
        i++;
        j--;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return values[rank];
  }
  return values[rank];
}

function pickMedian(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
