import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { redactBlocker, redactReport } from './redactReport';

const redact = (text: string) => redactText(text, ['hunter2-hunter2']);
const problem = (more: Partial<TargetProblem> = {}): TargetProblem => ({
  code: 'other',
  message: 'It is wrong',
  ...more,
});

describe('redactReport', () => {
  it('keeps the last 20 log lines of 500 characters', () => {
    const logTail = Array.from({ length: 30 }, (_, line) =>
      `${line} `.padEnd(600, 'x'),
    );
    const { problems } = redactReport(
      { problems: [problem({ logTail })] },
      redact,
    );
    const lines = problems?.[0].logTail ?? [];
    expect(lines).toHaveLength(20);
    expect(lines[0]).toMatch(/^10 x/);
    expect(lines[19]).toHaveLength(500);
  });

  it('keeps 20 problems and 10 links', () => {
    const { problems, links } = redactReport(
      {
        problems: Array.from({ length: 25 }, () => problem()),
        links: Array.from({ length: 15 }, (_, page) => ({
          title: 'Page',
          url: `https://example.com/${page}`,
        })),
      },
      redact,
    );
    expect(problems).toHaveLength(20);
    expect(links).toHaveLength(10);
  });

  it('removes secrets from all texts', () => {
    const secret = 'hunter2-hunter2';
    const report = redactReport(
      {
        links: [{ title: secret, url: 'https://example.com/' }],
        problems: [
          problem({
            message: secret,
            object: secret,
            logTail: [`DB_PASSWORD=${secret}`],
            link: { title: 'Log', url: `https://example.com/?q=${secret}` },
          }),
        ],
      },
      redact,
    );
    expect(JSON.stringify(report)).not.toContain(secret);
    expect(report.problems?.[0]).not.toHaveProperty('link');
  });

  it.each([
    // eslint-disable-next-line no-script-url -- It must not become a link.
    'javascript:alert(1)',
    '/relative',
    'https://user:password@example.com/',
    'https://example.com/?access_token=abcdef0123456789',
    `https://example.com/${'x'.repeat(3_000)}`,
  ])('drops the link %s', url => {
    const report = redactReport({ links: [{ title: 'Page', url }] }, redact);
    expect(report.links).toEqual([]);
  });

  it('leaves out a time that is none', () => {
    const report = redactReport(
      { problems: [problem({ since: NaN })] },
      redact,
    );
    expect(report.problems).toEqual([problem()]);
  });
});

describe('redactBlocker', () => {
  it('keeps people and groups to ask', () => {
    expect(
      redactBlocker(
        {
          kind: 'external',
          message: 'token=hunter2-hunter2',
          ask: ['group:default/platform', 'user:', 'component:default/x', 'bo'],
        },
        redact,
      ),
    ).toEqual({
      kind: 'external',
      message: 'token=***',
      ask: ['group:default/platform'],
    });
  });
});
