import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

/** Parses a command line. Throws an error with what is wrong and the usage. */
export function parseOptions<
  Options extends NonNullable<ParseArgsConfig['options']>,
>(
  args: readonly string[],
  options: Options,
  usage: string,
): ReturnType<typeof parseArgs<{ options: Options }>>['values'] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}\n\n${usage}`,
    );
  }
}

/** Parses a whole number. Throws an error that names the option, with the usage. */
export function readCount(
  option: string,
  text: string | boolean | undefined,
  {
    least,
    otherwise,
    usage,
  }: { least: number; otherwise: number; usage: string },
): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (!/^\d+$/.test(String(text)) || count < least) {
    throw new Error(
      `--${option}: "${text}" is not a whole number of at least ${least}\n\n${usage}`,
    );
  }
  return count;
}
