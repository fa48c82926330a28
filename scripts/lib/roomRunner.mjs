/**
 * The test runner of the mutation tests. Jest needs seconds to set up a run,
 * which is far more than the tests of a pure room take; this one stays in one
 * process, loads the room afresh for each mutant, packages only once, runs the
 * quickest tests first, and stops at the first that fails. It knows `describe`,
 * `it`, `test`, their `each` and `expect`; with anything else the first run fails.
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

/** What Stryker's changed sources read: which mutant is on, and who covers what. */
const stryker = (globalThis.__stryker__ = {});

/** TypeScript, compiled once a process. */
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

/** Each mutant plays the properties again: with so many runs a room takes minutes. */
const PROPERTY_RUNS = 10;

/** fast-check with few runs, always the same ones, and without looking for a smaller example: a failure is all that counts. */
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
    const wanted = new Set(testFilter ?? Object.keys(this.times));
    const files = new Set([...wanted].map(id => this.times[id].fileName));
    stryker.activeMutant = activeMutant.id;
    // Stryker gives a change a hundred times as many turns as the code took unbroken; five are enough to call it endless.
    stryker.hitLimit = hitLimit && hitLimit / 20;
    stryker.hitCount = hitLimit ? 0 : undefined;
    try {
      const tests = this.load([...files])
        .filter(({ id }) => wanted.has(id))
        .sort(
          (a, b) => this.times[a.id].timeSpentMs - this.times[b.id].timeSpentMs,
        );
      return toMutantRunResult(await this.run(tests, true), false);
    } catch (error) {
      // The room does not even load: jest would count that as a failure, too.
      return toMutantRunResult({
        status: DryRunStatus.Error,
        errorMessage: String(error.stack),
      });
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The tests of these files, after loading them and their room afresh. */
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
