/** Downloads a text as a file. */
export function downloadText(options: {
  name: string;
  text: string;
  type: string;
}): void {
  const { name, text, type } = options;
  downloadBlob({
    name,
    blob: new Blob([text], { type: `${type};charset=utf-8` }),
  });
}

/** Downloads a blob as a file. */
export function downloadBlob(options: { name: string; blob: Blob }): void {
  const url = URL.createObjectURL(options.blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = options.name;
  link.click();
  URL.revokeObjectURL(url);
}
