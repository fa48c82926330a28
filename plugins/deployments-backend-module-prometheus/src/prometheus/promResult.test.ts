import { parsePromResponse } from './promResult';

const parse = (body: unknown, status = 200, kind?: 'range') =>
  parsePromResponse({ status, body }, kind ?? 'instant');

const success = (data: unknown, more = {}) => ({
  status: 'success',
  data,
  ...more,
});

describe('parsePromResponse', () => {
  it('reads numbers that JSON does not have', () => {
    const values = ['NaN', '+Inf', '-Inf', '1e3'].map(
      text =>
        parse(success({ resultType: 'scalar', result: [1.5, text] })).series[0]
          ?.samples,
    );
    expect(values).toEqual([
      [{ at: 1500, value: Number.NaN }],
      [{ at: 1500, value: Infinity }],
      [{ at: 1500, value: -Infinity }],
      [{ at: 1500, value: 1000 }],
    ]);
  });

  it('keeps warnings and infos', () => {
    const data = { resultType: 'vector', result: [] };
    expect(
      parse(success(data, { warnings: ['w'], infos: ['i'] })),
    ).toMatchObject({ series: [], warnings: ['w', 'i'] });
  });

  it.each([
    [
      'an error of the query',
      { status: 'error', errorType: 'bad_data', error: 'parse error' },
      400,
      'rejected the query (bad_data): parse error',
    ],
    [
      'a timeout',
      { status: 'error', errorType: 'timeout', error: 'query timed out' },
      503,
      'rejected the query (timeout): query timed out',
    ],
    [
      'another JSON',
      { ok: true },
      200,
      "sent a response (status 200) that doesn't match Prometheus' API",
    ],
    ['a list', [], 200, "that doesn't match Prometheus' API"],
    ['nothing', undefined, 200, "that doesn't match Prometheus' API"],
    [
      'success with an error status',
      success({ resultType: 'vector', result: [] }),
      500,
      '(status 500)',
    ],
    [
      'a value without time',
      success({ resultType: 'vector', result: [{ metric: {}, value: ['1'] }] }),
      200,
      'first at data.result.0.value',
    ],
    [
      'a value that is no number',
      success({ resultType: 'scalar', result: [1, 'many'] }),
      200,
      'first at data.result',
    ],
    [
      'an empty value',
      success({ resultType: 'scalar', result: [1, ''] }),
      200,
      'first at data.result',
    ],
    [
      'a native histogram',
      success({
        resultType: 'vector',
        result: [{ metric: {}, histogram: [1, {}] }],
      }),
      200,
      'first at data.result.0.value',
    ],
    [
      'a type of tomorrow',
      success({ resultType: 'cube', result: [] }),
      200,
      'first at data.resultType',
    ],
    [
      'samples of a range',
      success({ resultType: 'matrix', result: [] }),
      200,
      'returned a range of samples instead of one value',
    ],
    [
      'a text',
      success({ resultType: 'string', result: [1, 'x'] }),
      200,
      'returned a string',
    ],
  ])('rejects %s', (_, body, status, message) => {
    expect(() => parse(body, status)).toThrow(message);
  });

  it('reads the samples of a range query', () => {
    const values = [
      [1, '2'],
      [2, '3'],
    ];
    const result = [{ metric: { a: 'b' }, values }];
    expect(
      parse(success({ resultType: 'matrix', result }), 200, 'range').series,
    ).toEqual([
      {
        labels: { a: 'b' },
        samples: [
          { at: 1000, value: 2 },
          { at: 2000, value: 3 },
        ],
      },
    ]);
  });
});
