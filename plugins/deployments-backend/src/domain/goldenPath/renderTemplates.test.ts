import type { JsonObject } from '@backstage/types';
import type { DeploymentState } from '../deployment/state';
import { createRenderer } from './renderTemplates';

const renderer = createRenderer(
  () =>
    new Map([
      ['token', 'p@ss word'],
      ['tiny', 'ab'],
    ]),
);

const state = {
  id: 'd1',
  service: 'component:default/checkout',
  environment: 'production',
  inputs: {
    size: 3,
    path: '../admin?x=1',
    up: '..',
    sly: '{{ secrets.token }}',
    database: { name: 'main' },
  } as JsonObject,
} as DeploymentState;

const subjects = {
  version: { id: 'v', name: '1.0.0', artifact: 'sha256:1' },
  candidate: { id: 'c', url: 'http://127.0.0.1:7100' },
};

function render(value: JsonObject) {
  return renderer.render(value, state, subjects);
}

describe('createRenderer', () => {
  it('fills in names in lists and objects, and keeps the type of a single value', () => {
    expect(
      render({
        size: '{{ inputs.size }}',
        text: 'size {{ inputs.size }} of {{ service.name }}',
        list: [{ name: '{{ inputs.database.name }}' }],
        untouched: true,
      }),
    ).toEqual({
      result: 'rendered',
      value: {
        size: 3,
        text: 'size 3 of checkout',
        list: [{ name: 'main' }],
        untouched: true,
      },
    });
  });

  it('encodes parts of a URL, but not the URLs from the target', () => {
    expect(render({ url: '{{ candidate.url }}/{{ inputs.path }}' })).toEqual({
      result: 'rendered',
      value: { url: 'http://127.0.0.1:7100/..%2Fadmin%3Fx%3D1' },
    });
  });

  it('refuses values that would leave their part of a URL', () => {
    expect(render({ url: 'http://a/{{ inputs.up }}/b' })).toMatchObject({
      result: 'missing',
    });
  });

  it('does not search filled-in values, so an input cannot refer to a secret', () => {
    expect(render({ text: '{{ inputs.sly }} x' })).toEqual({
      result: 'rendered',
      value: { text: '{{ secrets.token }} x' },
    });
  });

  it('lets a provider escape values, knowing the text before them', () => {
    const seen: [string, string][] = [];
    const escape = (value: string, before: string) => {
      seen.push([value, before]);
      return before.endsWith('"') ? value.replaceAll('"', '\\"') : undefined;
    };
    const query = (text: string) =>
      renderer.render(
        { query: text },
        { ...state, inputs: { ...state.inputs, name: 'a"b' } },
        { ...subjects, window: { from: 1_000, to: 61_500 } },
        escape,
      );
    expect(
      query('x{a="{{ inputs.name }}",b="{{ inputs.size }}"}[{{ window }}]'),
    ).toMatchObject({
      result: 'rendered',
      value: {
        query: 'x{a="a\\"b",b="3"}[60s]',
      },
    });
    expect(seen).toEqual([
      ['a"b', 'x{a="'],
      ['3', 'x{a="a\\"b",b="'],
    ]);
    expect(query('x[{{ inputs.size }}]')).toEqual({
      result: 'missing',
      message:
        'A query could change its meaning with the value of {{ inputs.size }}',
    });
    expect(query('{{ inputs.name }}')).toMatchObject({ result: 'missing' });
  });

  it('lets a provider refuse values in URLs too, but neither secrets nor URLs from the target', () => {
    const refused = (url: string) =>
      renderer.render(
        { url, header: '{{ secrets.token }}' },
        state,
        subjects,
        () => undefined,
      );
    expect(refused('{{ candidate.url }}/a')).toEqual({
      result: 'rendered',
      value: { url: 'http://127.0.0.1:7100/a', header: 'p@ss word' },
    });
    expect(refused('http://a/?q={{ inputs.path }}')).toMatchObject({
      result: 'missing',
    });
  });

  it('gives the window of a check in whole seconds', () => {
    expect(
      renderer.render(
        {
          duration: 'last {{ window }}',
          seconds: '{{ window.seconds }}',
          fromMs: '{{ window.fromMs }}',
          toMs: '{{ window.toMs }}',
          url: 'http://a/?from={{ window.from }}&to={{ window.to }}',
        },
        state,
        { ...subjects, window: { from: 10_900, to: 70_950 } },
      ),
    ).toEqual({
      result: 'rendered',
      value: {
        duration: 'last 60s',
        seconds: 60,
        fromMs: 10_000,
        toMs: 70_000,
        url: 'http://a/?from=10&to=70',
      },
    });
    expect(render({ a: '{{ window }}' })).toMatchObject({ result: 'missing' });
  });

  it('reports names without a value', () => {
    expect(render({ a: '{{ baseline.url }}', b: '{{ nobody }}' })).toEqual({
      result: 'missing',
      message: 'There is no value for {{ baseline.url }}, {{ nobody }}',
    });
  });

  it('removes secrets from texts, also in URL encoding', () => {
    expect(renderer.redact('p@ss word and p%40ss%20word, but not ab')).toBe(
      '*** and ***, but not ab',
    );
  });
});
