/** Runs a benchmark with the command line's arguments, or prints its usage for `--help`, and ends the process. */
export function runMain(
  usage: string,
  main: (args: string[]) => Promise<void>,
): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  main(args).then(
    () => process.exit(0),
    error => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
