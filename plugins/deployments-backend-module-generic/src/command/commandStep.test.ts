import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createCommandFixture,
  exists,
  until,
  type CommandFixture,
} from '../__testUtils__/commandFixture';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import { createCommandStep } from './commandStep';

jest.setTimeout(60_000);

const USE = { command: 'script' };

describe('the step kind command', () => {
  let fixture: CommandFixture;
  beforeEach(async () => {
    fixture = await createCommandFixture();
  });
  afterEach(() => fixture.dispose());

  const configure = async (script: string, options?: object) =>
    fixture.configure(await fixture.bash(script, { ...options }));

  const isRunning = (pid: string) => exists(`/proc/${pid.trim()}/cwd/`);
  const readPid = async (name: string) => {
    const file = join(fixture.folder, name);
    await until(() => exists(file));
    await until(async () => (await readFile(file, 'utf8')).endsWith('\n'));
    return readFile(file, 'utf8');
  };
  /** Reads the state of a process; undefined if there is none, and for one that has ended but was not collected. */
  const readProcess = async (pid: string) => {
    const text = await readFile(`/proc/${pid.trim()}/stat`, 'utf8').catch(
      () => undefined,
    );
    return text && !/\) [ZX] /.test(text) ? text : undefined;
  };

  it('succeeds with exit code 0, and logs both streams line by line', async () => {
    await configure('echo one; sleep 0.2; echo two >&2; printf three');
    expect(await fixture.run(USE)).toMatchObject({ state: 'succeeded' });
    expect([...fixture.lines].sort()).toEqual(['one', 'three', 'two']);
  });

  it('succeeds with exit code 0 whatever the command prints', async () => {
    await configure(
      String.raw`printf '\x00\xff\xfe{"error":\n\x1b[2J\x1b]0;owned\x07ok\n'; exit 0`,
    );
    expect(await fixture.run(USE)).toMatchObject({ state: 'succeeded' });
    expect(fixture.lines.join('\n')).toContain('ok');
    // eslint-disable-next-line no-control-regex -- Control characters are what must not be there.
    expect(fixture.lines.join('')).not.toMatch(/[\x00-\x08\x1b]/);
  });

  it('fails with another exit code, and shows the last lines', async () => {
    await configure('for i in $(seq 30); do echo "line $i"; done; exit 4');
    const result = await fixture.run(USE);
    expect(result).toMatchObject({
      state: 'failed',
      retryable: false,
      error: {
        code: 'exit_code',
        message:
          'The command "script" ended with exit code 4. Its last line: line 30',
      },
    });
    const [problem] = (result as { problems: { logTail: string[] }[] })
      .problems;
    expect(problem!.logTail).toHaveLength(20);
    expect(problem!.logTail.at(-1)).toBe('line 30');
  });

  it('can be retried after exit code 75, which means a temporary failure', async () => {
    await configure('exit 75');
    expect(await fixture.run(USE)).toMatchObject({
      state: 'failed',
      retryable: true,
    });
  });

  it('gets variables that say what it is for, and none of the portal', async () => {
    process.env.PORTAL_SECRET = 'do not leak this';
    try {
      await configure('env', {
        environment: { MODE: 'fast {{ service.name }}' },
      });
      await fixture.run(USE, {
        deploymentId: 'd1',
        idempotencyKey: 'd1/run/1/1',
      });
    } finally {
      delete process.env.PORTAL_SECRET;
    }
    const names = fixture.lines.map(line => line.split('=')[0]);
    const inherited = ['PATH', 'HOME', 'LANG'].filter(
      name => process.env[name] !== undefined,
    );
    const ofBash = ['PWD', 'SHLVL', '_'];
    expect(names.sort()).toEqual(
      [
        ...inherited,
        ...ofBash,
        'MODE',
        'SLIPWAY_ARTIFACT',
        'SLIPWAY_DEPLOYMENT',
        'SLIPWAY_ENVIRONMENT',
        'SLIPWAY_FENCE',
        'SLIPWAY_INTENT',
        'SLIPWAY_KEY',
        'SLIPWAY_SERVICE',
        'SLIPWAY_TIER',
        'SLIPWAY_VERSION',
      ].sort(),
    );
    expect(fixture.lines).toEqual(
      expect.arrayContaining([
        'MODE=fast checkout',
        'SLIPWAY_VERSION=1.4.2',
        'SLIPWAY_ARTIFACT=sha256:aaaa',
        'SLIPWAY_KEY=d1/run/1/1',
        'SLIPWAY_FENCE=1',
        'SLIPWAY_INTENT=step',
      ]),
    );
  });

  it('passes each argument as one argument, without a shell', async () => {
    await configure('for a in "$@"; do echo "[$a]"; done', {
      arguments: [
        join(fixture.folder, 'script.sh'),
        '--note={{ parameters.note }}',
        '{{ version.name }}',
      ],
      parameters: { note: { pattern: '.*' } },
    });
    await fixture.run({
      ...USE,
      parameters: { note: '$(touch owned) ; `id` "a b" {{ version.name }}' },
    });
    expect(fixture.lines).toEqual([
      '[--note=$(touch owned) ; `id` "a b" {{ version.name }}]',
      '[1.4.2]',
    ]);
    expect(await exists(join(fixture.folder, 'owned'))).toBe(false);
  });

  describe('secrets in the output', () => {
    const KEY = ['-----BEGIN THING-----', 'abcdEFGH1234', 'ijkl==', 'end'].join(
      '\n',
    );

    it('are hidden in the log, the problems and the files', async () => {
      await configure(
        String.raw`echo "password is $PASSWORD"; echo "$KEY"; printf %s "$PASSWORD" | sed 's/^\(.\{5\}\)/\1/'; printf '\n%s' "$PARAMETER"; exit 1`,
        {
          secrets: { PASSWORD: 'hunter2-hunter2', KEY },
          environment: { PARAMETER: '{{ parameters.token }}' },
          parameters: { token: { secret: true } },
        },
      );
      const result = await fixture.run({
        ...USE,
        parameters: { token: 'from the golden path' },
      });
      const shown = JSON.stringify([fixture.lines, result]);
      expect(fixture.lines[0]).toBe('password is ***');
      expect(shown).not.toMatch(/hunter2|abcdEFGH|ijkl==|golden path/);
      const [run] = await readdir(join(fixture.dataDir, 'runs'));
      const folder = join(fixture.dataDir, 'runs', run!);
      for (const name of await readdir(folder)) {
        expect(await readFile(join(folder, name), 'utf8')).not.toMatch(
          /hunter2|abcdEFGH|ijkl==|golden path/,
        );
      }
    });

    it.each([
      ['base64', 'printf %s "$PASSWORD" | base64'],
      ['base64 with a line break', 'echo "$PASSWORD" | base64'],
      ['base64 with a user', 'printf %s "user:$PASSWORD" | base64'],
      ['base64url', 'printf %s "$PASSWORD" | base64 | tr "+/" "-_" | tr -d ='],
      ['hexadecimal', 'printf %s "$PASSWORD" | od -An -v -tx1 | tr -d " \\n"'],
    ])('are hidden when they are printed in %s', async (_, command) => {
      await configure(`${command}; exit 1`, {
        secrets: { PASSWORD: 'hunter2?hunter3>' },
      });
      const result = await fixture.run(USE);
      expect(fixture.lines[0]).toBe('***');
      expect(result).toMatchObject({ problems: [{ logTail: ['***'] }] });
    });

    it('are hidden when they arrive in pieces, or in a line that is cut', async () => {
      await configure(
        'printf "a hunter2-"; sleep 0.3; printf "hunter2 b\\n"; head -c 65530 /dev/zero | tr "\\0" x; echo "$PASSWORD"',
        { secrets: { PASSWORD: 'hunter2-hunter2' } },
      );
      await fixture.run(USE);
      expect(fixture.lines[0]).toBe('a *** b');
      expect(fixture.lines[1]).toMatch(/^x{10000} … \(the line is cut\)$/);
      expect(fixture.lines.join()).not.toContain('hunter');
    });

    it('are hidden completely where a long line is cut', async () => {
      const secret = 'correct-horse-battery'.repeat(400);
      await configure(
        'yes "$SECRET" | head -n 9 | tr "\\n" " "; echo " end of the line"',
        { secrets: { SECRET: secret } },
      );
      await fixture.run(USE);
      expect(fixture.lines[0]).toMatch(
        /^\*{3}( \*{3})+ … \(the line is cut\)$/,
      );
    });

    it('may not be passed as arguments', () => {
      expect(() =>
        fixture.configure({
          commands: {
            script: {
              program: '/bin/true',
              arguments: ['{{ parameters.token }}'],
              parameters: { token: { secret: true } },
            },
          },
        }),
      ).toThrow(/is a secret, and everyone on the machine can read/);
    });
  });

  it('keeps one MiB of a flood of output, counts the rest, and shows the end', async () => {
    await configure(
      'head -c 30000000 /dev/zero | tr "\\0" "y" | fold -w 99; echo; echo last; exit 1',
    );
    const result = await fixture.run(USE);
    const bytes = fixture.lines.join('\n').length;
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(1_100_000);
    expect(fixture.lines.at(-1)).toMatch(
      /^29\d{4} more lines \(29\d{6} bytes\) are not shown/,
    );
    expect(result).toMatchObject({
      error: { message: expect.stringContaining('Its last line: last') },
    });
  });

  describe('a command that must be stopped', () => {
    const STUBBORN = `
      trap '' TERM
      bash -c "trap '' TERM; while true; do sleep 1; done" &
      echo $! > child.pid
      echo $$ > parent.pid
      while true; do sleep 1; done`;

    it('is killed with its children on cancel, even if they ignore SIGTERM', async () => {
      await configure(STUBBORN, { stopWithin: '1s' });
      const request = fixture.buildRequest(USE);
      const started = await fixture.step.start(request);
      const [parent, child] = [
        await readPid('parent.pid'),
        await readPid('child.pid'),
      ];
      expect(await isRunning(parent)).toBe(true);
      const { handle } = started as { handle: {} };
      expect(
        await fixture.step.cancel({
          ...request,
          idempotencyKey: 'another',
          handle,
        }),
      ).toBe('cancelled');
      expect(await readProcess(parent)).toBeUndefined();
      expect(await readProcess(child)).toBeUndefined();
      expect(await fixture.finish(request, started)).toMatchObject({
        state: 'failed',
        error: { code: 'cancelled' },
      });
    });

    it('is killed with its children when it never ends', async () => {
      await configure(STUBBORN, { stopWithin: '1s', timeout: '1s' });
      expect(await fixture.run(USE)).toMatchObject({
        state: 'failed',
        retryable: false,
        error: {
          code: 'timeout',
          message:
            'The command "script" didn\'t end within 1 s and was stopped, so its changes may be incomplete',
        },
      });
      expect(await readProcess(await readPid('parent.pid'))).toBeUndefined();
      expect(await readProcess(await readPid('child.pid'))).toBeUndefined();
    });

    it('may end by itself after SIGTERM', async () => {
      await configure(
        'trap "echo cleaning up; exit 0" TERM; echo $$ > parent.pid; while true; do sleep 0.1; done',
      );
      const request = fixture.buildRequest(USE);
      const started = await fixture.step.start(request);
      await readPid('parent.pid');
      // The response to the start was lost, so there is no handle.
      expect(await fixture.step.cancel(request)).toBe('cancelled');
      expect(await fixture.finish(request, started)).toMatchObject({
        error: { code: 'cancelled' },
      });
      expect(fixture.lines).toContain('cleaning up');
    });

    it('ends the children of a command that fails, and leaves those of one that succeeds', async () => {
      await configure('sleep 60 & echo $! > child.pid; exit ${CODE}', {
        environment: { CODE: '{{ parameters.code }}' },
        parameters: { code: {} },
      });
      await fixture.run({ ...USE, parameters: { code: '0' } });
      const left = await readPid('child.pid');
      expect(await readProcess(left)).toBeDefined();
      process.kill(Number(left), 'SIGKILL');
      await fixture.run({ ...USE, parameters: { code: '1' } });
      expect(await readProcess(await readPid('child.pid'))).toBeUndefined();
    });
  });

  describe('a command that may have run already', () => {
    const COUNT = 'echo run >> count; echo done';
    const readCount = async () =>
      (await readFile(join(fixture.folder, 'count'), 'utf8').catch(() => ''))
        .split('\n')
        .filter(Boolean).length;

    it('runs once when the same key is delivered several times, also by another process', async () => {
      await configure(COUNT);
      const request = fixture.buildRequest(USE);
      const results: StepResult[] = await Promise.all([
        fixture.step.start(request),
        fixture.step.start(request),
      ]);
      await configure(COUNT);
      const again = { ...request, isRepeat: true };
      results.push(await fixture.step.start(again));
      expect(new Set(results.map(result => JSON.stringify(result))).size).toBe(
        1,
      );
      expect(await fixture.finish(again, results[2]!)).toMatchObject({
        state: 'succeeded',
      });
      await fixture.step.start(again);
      expect(await readCount()).toBe(1);
    });

    it('rejects a known key with other parameters', async () => {
      await configure(COUNT, { parameters: { a: {} } });
      const request = fixture.buildRequest({ ...USE, parameters: { a: '1' } });
      await fixture.finish(request, await fixture.step.start(request));
      await expect(
        fixture.step.start({
          ...request,
          with: { ...USE, parameters: { a: '2' } },
        }),
      ).rejects.toMatchObject({ code: 'key_reused', retryable: false });
    });

    it('is not run, and a person decides, if another replica may have started it', async () => {
      await configure(COUNT);
      const result = await fixture.run(USE, { isRepeat: true });
      expect(result).toMatchObject({
        state: 'undecided',
        message: expect.stringContaining('It was not run again'),
      });
      expect(await readCount()).toBe(0);
    });

    it('is not run again, and a person decides, if its records are gone', async () => {
      await configure(COUNT);
      const request = fixture.buildRequest(USE);
      const started = await fixture.step.start(request);
      await fixture.finish(request, started);
      await rm(fixture.dataDir, { recursive: true });
      expect(await fixture.finish(request, started)).toMatchObject({
        state: 'undecided',
      });
      expect(await readCount()).toBe(1);
    });

    it.each([
      ['succeeds without a run', 0, 'succeeded', 0],
      ['runs', 3, 'succeeded', 1],
      ['waits for a person', 1, 'undecided', 0],
    ])('%s if its status ends with %i', async (_, code, state, count) => {
      await configure(COUNT, {
        status: { arguments: ['-c', `echo asked; exit ${code}`] },
      });
      expect(await fixture.run(USE, { isRepeat: true })).toMatchObject({
        state,
      });
      expect(await readCount()).toBe(count);
    });
  });

  describe('undo', () => {
    it('runs its own command once, and follows it to its end', async () => {
      await configure('echo "$SLIPWAY_INTENT" | tee -a intents');
      const request = fixture.buildRequest({
        ...USE,
        undo: { command: 'script', parameters: {} },
      });
      const started = await fixture.step.start(request);
      await fixture.finish(request, started);
      const undoing = { ...request, idempotencyKey: 'd/rollback/1/1' };
      let result = await fixture.step.undo!({
        ...undoing,
        handle: (started as { handle: {} }).handle,
      });
      await until(async () => {
        if (result.state !== 'running') return true;
        result = await fixture.step.undo!({
          ...undoing,
          handle: result.handle!,
        });
        return false;
      });
      expect(result).toMatchObject({ state: 'succeeded' });
      expect(await readFile(join(fixture.folder, 'intents'), 'utf8')).toBe(
        'step\nundo\n',
      );
    });

    it('makes the step reversible', () => {
      const step = createCommandStep(undefined);
      const use = { command: 'a', parameters: {} };
      expect(step.changes(use)).toBe('irreversible');
      expect(step.changes({ ...use, undo: use })).toBe('reversible');
    });
  });

  describe('a command that cannot be started', () => {
    it('changes nothing if its program is missing', async () => {
      fixture.configure({
        commands: { script: { program: '/nowhere/to/be/found' } },
      });
      await expect(fixture.run(USE)).rejects.toMatchObject({
        code: 'missing_program',
        notSent: true,
        retryable: false,
        message: expect.stringContaining('/nowhere/to/be/found'),
      });
    });

    it('changes nothing if its folder is missing', async () => {
      await configure('true', { folder: '/nowhere/to/be/found' });
      await expect(fixture.run(USE)).rejects.toMatchObject({
        notSent: true,
        message: expect.stringContaining('The folder /nowhere'),
      });
    });

    it('fails if its program is no program', async () => {
      const program = join(fixture.folder, 'noprogram');
      await writeFile(program, '#!/nowhere/to/be/found', { mode: 0o755 });
      fixture.configure({ commands: { script: { program } } });
      expect(await fixture.run(USE)).toMatchObject({
        state: 'failed',
        error: { code: 'missing_program' },
      });
    });

    it('names the missing key without configuration', async () => {
      const step = createCommandStep(undefined);
      const request = fixture.buildRequest(USE);
      expect(step.findProblems!(request.with)).toEqual([
        'No command can run, because deployments.command is missing from app-config',
      ]);
      await expect(step.start(request)).rejects.toMatchObject({
        code: 'not_configured',
        notSent: true,
      });
    });

    it('fails with a reason if the records cannot be written', async () => {
      await configure('true');
      await mkdir(fixture.dataDir, { recursive: true });
      await writeFile(join(fixture.dataDir, 'runs'), 'a file');
      await expect(fixture.run(USE)).rejects.toThrow();
      await rm(join(fixture.dataDir, 'runs'));
    });
  });
});
