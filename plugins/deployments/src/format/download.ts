/** Hands the reader a file that was made in the browser. */
export function downloadText(options: {
  name: string;
  text: string;
  type: string;
}): void {
  const url = URL.createObjectURL(
    new Blob([options.text], { type: `${options.type};charset=utf-8` }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = options.name;
  link.click();
  URL.revokeObjectURL(url);
}
