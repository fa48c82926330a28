import { spawn } from 'node:child_process';

/**
 * Runs a program and returns its standard output. If it fails, its error output is part of the error.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{input?: string, env?: Record<string, string>}} [options]
 * @returns {Promise<string>}
 */
export function runProgram(command, args, { input, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', chunk => {
      output += chunk;
    });
    child.stderr.on('data', chunk => {
      errors += chunk;
    });
    child.once('error', error =>
      reject(
        error.code === 'ENOENT'
          ? new Error(
              `${command} is not installed. Install it, then start again: see docs/tutorials/kubernetes.md.`,
            )
          : error,
      ),
    );
    child.once('close', code =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(' ')} failed:\n${errors}`)),
    );
    // A program that ends early closes its input; its exit code says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/**
 * Creates a function that runs kubectl and returns its standard output.
 *
 * @param {string} kubeconfig - One or several files, as in KUBECONFIG.
 * @returns {(args: string[], input?: string) => Promise<string>}
 */
export function createKubectl(kubeconfig) {
  return (args, input) =>
    runProgram('kubectl', args, { input, env: { KUBECONFIG: kubeconfig } });
}
