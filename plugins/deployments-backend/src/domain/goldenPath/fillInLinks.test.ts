import { fillInLinks, findLinkWindow, type LinkFacts } from './fillInLinks';

const facts: LinkFacts = {
  service: 'component:default/checkout',
  environment: { name: 'production', tier: 'production' },
  version: { id: 'v1', name: '1.4.2 & more', artifact: 'sha256:2' },
  window: {
    from: Date.parse('2026-11-21T10:00:00.700Z'),
    to: Date.parse('2026-11-21T10:30:00Z'),
  },
};

const fill = (url: string, more: Partial<LinkFacts> = {}) =>
  fillInLinks([{ title: 'Logs', url }], { ...facts, ...more });

describe('the links of an environment', () => {
  it('are filled in, and each value stays within its part of the address', () => {
    expect(
      fill(
        'https://logs.example.com/{{ environment.name }}/{{ service.name }}?version={{ version.name }}&candidate={{ candidate.id }}',
        { candidate: { id: 'i/1', artifact: 'sha256:2' } },
      ),
    ).toEqual([
      {
        title: 'Logs',
        url: 'https://logs.example.com/production/checkout?version=1.4.2%20%26%20more&candidate=i%2F1',
      },
    ]);
  });

  it('have their period in milliseconds, in seconds or as ISO times', () => {
    const from = '{{ window.fromMs }}/{{ window.from }}/{{ window.fromIso }}';
    expect(fill(`https://logs.example.com/${from}#{{ window.toIso }}`)).toEqual(
      [
        {
          title: 'Logs',
          url: 'https://logs.example.com/1795255201000/1795255201/2026-11-21T10%3A00%3A01.000Z#2026-11-21T10%3A30%3A00.000Z',
        },
      ],
    );
  });

  it('are left out if they need a value that does not exist', () => {
    expect(fill('https://logs.example.com/{{ version.commit }}')).toEqual([]);
    expect(fill('https://logs.example.com/{{ deployment.id }}')).toEqual([]);
  });
});

describe('the period of the links of a deployment', () => {
  const startedAt = Date.parse('2026-11-21T10:00:00Z');
  const minutes = (count: number) => startedAt + count * 60_000;

  it.each([
    ['until now while it runs', undefined, 2, 2],
    ['until now just after its end', 10, 12, 12],
    ['until five minutes after its end', 10, 60, 15],
  ])('lasts %s', (_name, end, now, to) => {
    const finishedAt = end === undefined ? undefined : minutes(end);
    expect(findLinkWindow({ startedAt, finishedAt }, minutes(now))).toEqual({
      from: minutes(-5),
      to: minutes(to),
    });
  });
});
