const BLOCK = 512;

/** A file of an image. */
export interface ImageFile {
  /** Absolute path in the image. */
  path: string;
  content: Buffer | string;
  /** Permissions; `0o644` if undefined. */
  mode?: number;
}

interface Entry {
  name: string;
  mode: number;
  type: 'file' | 'folder';
  content: Buffer;
}

function toOctal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

/** Splits a path that is longer than the name field at a slash; the format has 155 more bytes for the first part. */
function splitName(name: string): { prefix: string; name: string } {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', name };
  const at = name.indexOf('/', name.length - 101);
  const parts = { prefix: name.slice(0, at), name: name.slice(at + 1) };
  if (at < 0 || Buffer.byteLength(parts.prefix) > 155) {
    throw new Error(`The path is too long for an image: ${name}`);
  }
  return parts;
}

function toHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const { prefix, name } = splitName(entry.name);
  header.write(name, 0, 100);
  header.write(toOctal(entry.mode, 8), 100);
  header.write(toOctal(0, 8), 108);
  header.write(toOctal(0, 8), 116);
  header.write(toOctal(entry.content.length, 12), 124);
  header.write(toOctal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(entry.type === 'folder' ? '5' : '0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${toOctal(sum, 7)} `, 148);
  return header;
}

function listFolders(files: ImageFile[]): string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/').filter(Boolean).slice(0, -1);
    parts.forEach((_, index) =>
      folders.add(`${parts.slice(0, index + 1).join('/')}/`),
    );
  }
  return [...folders].sort();
}

/**
 * Packs files into a tar archive (ustar) with the folders above them and a `/tmp` for everybody. The same files give the
 * same bytes: there are no times and no owners in it.
 */
export function packFiles(files: ImageFile[]): Buffer {
  const folder = (name: string, mode: number): Entry => ({
    name,
    mode,
    type: 'folder',
    content: Buffer.alloc(0),
  });
  const entries: Entry[] = [
    ...listFolders(files).map(name => folder(name, 0o755)),
    folder('tmp/', 0o1777),
    ...files.map(
      (file): Entry => ({
        name: file.path.replace(/^\/+/, ''),
        mode: file.mode ?? 0o644,
        type: 'file',
        content: Buffer.from(file.content),
      }),
    ),
  ];
  const parts = entries.flatMap(entry => [
    toHeader(entry),
    entry.content,
    Buffer.alloc((BLOCK - (entry.content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}
