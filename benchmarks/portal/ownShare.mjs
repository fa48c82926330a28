import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AnyMap, decodedMappings } from '@jridgewell/trace-mapping';

/** `node_modules` packages by name, sources of the repository by folder. */
function getPart(source) {
  const inModules = source.lastIndexOf('node_modules/');
  if (inModules >= 0) {
    const [scope, name] = source.slice(inModules + 13).split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  const own =
    /(plugins\/deployments(?:-common)?|packages\/app)\/src\/(.*)/.exec(
      source.replace(/^webpack:\/\/[^/]*\//, ''),
    );
  return own ? own[0].replace(/\.[a-z]+$/, '') : '(other)';
}

/**
 * Splits a script into the text that was generated from each part of the source, according to the source map. Text
 * without a mapping comes from the bundler.
 *
 * @param {string} script - Path of the script.
 * @returns {Map<string, string>} Generated text of each part.
 */
function splitByPart(script) {
  const parts = new Map();
  const map = `${script}.map`;
  if (!existsSync(map)) return parts;
  const lines = readFileSync(script, 'utf8').split('\n');
  const traced = new AnyMap(JSON.parse(readFileSync(map, 'utf8')));
  decodedMappings(traced).forEach((segments, line) => {
    segments.forEach((segment, index) => {
      if (segment.length < 4) return;
      const until = segments[index + 1]?.[0];
      const text = lines[line].slice(segment[0], until);
      const part = getPart(traced.sources[segment[1]] ?? '');
      parts.set(part, (parts.get(part) ?? '') + text);
    });
  });
  return parts;
}

/**
 * Measures the parts of scripts: gzipped bytes per part, largest first. Parts are compressed separately, so their sum
 * is somewhat larger than the scripts.
 *
 * @param {string} folder - of the build
 * @param {string[]} scripts - paths of their URLs
 */
export function measureParts(folder, scripts) {
  const all = new Map();
  for (const script of scripts) {
    for (const [part, text] of splitByPart(join(folder, script))) {
      all.set(part, (all.get(part) ?? '') + text);
    }
  }
  return [...all]
    .map(([part, text]) => ({ part, bytes: gzipSync(text).length }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** Measures the gzipped bytes of the plugins' own code in scripts. */
export function measureOwnCode(folder, scripts) {
  let own = '';
  for (const script of scripts) {
    for (const [part, text] of splitByPart(join(folder, script))) {
      if (/^plugins\/deployments/.test(part)) own += text;
    }
  }
  return gzipSync(own).length;
}
