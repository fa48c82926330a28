import { parseJson } from './parseJson';
import { readField, readText } from './readField';

const document = { jobs: [{ state: 'done', code: 0, ok: false }], none: null };

describe('readField', () => {
  it.each<[string, unknown]>([
    ['jobs.0.state', 'done'],
    ['jobs.0', document.jobs[0]],
    ['none', null],
    ['', document],
    ['jobs.1.state', undefined],
    ['jobs.state', undefined],
    ['none.state', undefined],
    ['toString', undefined],
    ['jobs.0.state.length', undefined],
  ])('reads %j', (path, expected) => {
    expect(readField(document, path)).toEqual(expected);
  });
});

describe('readText', () => {
  it.each<[string, string | undefined]>([
    ['jobs.0.state', 'done'],
    ['jobs.0.code', '0'],
    ['jobs.0.ok', 'false'],
    ['jobs.0', undefined],
    ['none', undefined],
    ['nothing', undefined],
  ])('reads %j', (path, expected) => {
    expect(readText(document, path)).toBe(expected);
  });
});

describe('parseJson', () => {
  it.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['null', null],
    ['', undefined],
    ['<html>', undefined],
  ])('parses %j', (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });
});
