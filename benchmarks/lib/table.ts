/** Formats rows as a Markdown table that is also readable in a terminal; numbers are right-aligned. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [header, ...rows].map(row => row.map(String));
  const widths = header.map((_, column) =>
    Math.max(3, ...cells.map(row => row[column]?.length ?? 0)),
  );
  const isNumeric = header.map(
    (_, column) =>
      rows.length > 0 && rows.every(row => typeof row[column] === 'number'),
  );
  const line = (row: readonly string[]) =>
    `| ${widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(' | ')} |`;
  const rule = `| ${widths
    .map((width, column) =>
      isNumeric[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
    )
    .join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), rule, ...rest.map(line)].join('\n');
}
