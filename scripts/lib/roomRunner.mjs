/**
 * The test runner of the mutation tests. Jest needs seconds to set up a run, far more
 * than the tests of a pure room take. This runner stays in one process, reloads the
 * room for each mutant but packages only once, runs the fastest tests first, and
 * stops at the first failure. It supports `describe`, `it`, `test`, their `each` and
 * `expect`; with anything else the first run fails.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { ROOMS } from './mutationRooms.mjs';

const require = createRequire(import.meta.url);
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const each = require('jest-each');

/** Read by the mutated sources: the active mutant, and the coverage. */
const stryker = (globalThis.__stryker__ = {});

/** TypeScript, compiled once per process. */
const compiled = new Map();
Module._extensions['.ts'] = (module, file) => {
  if (!compiled.has(file)) {
    const options = {
      filename: file,
      module: { type: 'commonjs' },
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    };
    const { code } = transformSync(readFileSync(file, 'utf8'), options);
    compiled.set(file, code);
  }
  module._compile(compiled.get(file), file);
};

/** Each mutant runs the properties again: with this many runs a room takes minutes. */
const PROPERTY_RUNS = 10;

/** Wraps fast-check: few runs with the same seed, and no shrinking, because only the failure matters. */
function withFewRuns(fastCheck) {
  const assert = (property, { numRuns = 100, ...parameters } = {}) =>
    fastCheck.assert(property, {
      seed: 1,
      ...parameters,
      numRuns: Math.min(numRuns, PROPERTY_RUNS),
      endOnFailure: true,
    });
  const few = { ...fastCheck.default, assert };
  return { ...few, default: few, __esModule: true };
}

class RoomRunner {
  constructor() {
    this.timesFile = join(process.cwd(), 'room-times.json');
    const load = Module._load;
    const fastCheck = withFewRuns(require('fast-check'));
    Module._load = (request, ...rest) =>
      request === 'fast-check' ? fastCheck : load(request, ...rest);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const room = ROOMS[process.env.SLIPWAY_MUTATION_ROOM];
    this.files = readdirSync(room.tests, { recursive: true })
      .filter(file => file.endsWith('.test.ts'))
      .map(file => join(room.tests, file))
      .sort();
    this.without = room.without;
  }

  async dryRun() {
    stryker.mutantCoverage = undefined;
    const { tests } = await this.run(this.load(this.files), false);
    const times = tests.map(({ id, fileName, timeSpentMs }) => [
      id,
      { fileName: relative(process.cwd(), fileName), timeSpentMs },
    ]);
    writeFileSync(this.timesFile, JSON.stringify(Object.fromEntries(times)));
    return {
      status: DryRunStatus.Complete,
      tests,
      mutantCoverage: stryker.mutantCoverage,
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    this.times ??= JSON.parse(readFileSync(this.timesFile, 'utf8'));
    const selected = new Set(testFilter ?? Object.keys(this.times));
    const files = new Set([...selected].map(id => this.times[id].fileName));
    stryker.activeMutant = activeMutant.id;
    // Stryker allows a mutant a hundred times as many iterations as the original code; five times are enough to detect
    // an endless loop.
    stryker.hitLimit = hitLimit && hitLimit / 20;
    stryker.hitCount = hitLimit ? 0 : undefined;
    try {
      const tests = this.load([...files])
        .filter(({ id }) => selected.has(id))
        .sort(
          (a, b) => this.times[a.id].timeSpentMs - this.times[b.id].timeSpentMs,
        );
      return toMutantRunResult(await this.run(tests, true), false);
    } catch (error) {
      // The room fails to load, which jest would also count as a failure.
      return toMutantRunResult({
        status: DryRunStatus.Error,
        errorMessage: String(error.stack),
      });
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** Reloads these files and their room, and returns their tests. */
  load(files) {
    for (const path of Object.keys(require.cache)) {
      if (path.startsWith(`${process.cwd()}${sep}`)) delete require.cache[path];
    }
    const tests = [];
    const names = [];
    let fileName;
    const describe = (name, body) => {
      names.push(name);
      body();
      names.pop();
    };
    const test = (name, body) => {
      const fullName = [...names, name].join(' ');
      if (fullName === this.without) return;
      tests.push({
        id: `${relative(process.cwd(), fileName)}: ${fullName}`,
        name: fullName,
        fileName,
        body,
      });
    };
    describe.each = each.bind(describe, false);
    test.each = each.bind(test, false);
    Object.assign(globalThis, { describe, test, it: test, expect });
    for (const file of files) {
      fileName = join(process.cwd(), file);
      require(fileName);
    }
    return tests;
  }

  async run(tests, bail) {
    const results = [];
    for (const { body, ...test } of tests) {
      stryker.currentTestId = test.id;
      const begin = performance.now();
      const result = { ...test, status: TestStatus.Success };
      try {
        await body();
      } catch (error) {
        result.status = TestStatus.Failed;
        result.failureMessage = String(error?.message ?? error);
      }
      result.timeSpentMs = performance.now() - begin;
      stryker.currentTestId = undefined;
      results.push(result);
      if (bail) {
        const tooOften = determineHitLimitReached(
          stryker.hitCount,
          stryker.hitLimit,
        );
        if (tooOften) return tooOften;
        if (result.status === TestStatus.Failed) break;
      }
    }
    return { status: DryRunStatus.Complete, tests: results };
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'room', RoomRunner),
];
