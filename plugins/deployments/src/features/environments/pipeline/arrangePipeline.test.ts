import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { arrangePipeline, type Arrangement } from './arrangePipeline';

type Stage = Parameters<typeof arrangePipeline>[0][number];

function stage(name: string, tier: Environment['tier'], from?: string): Stage {
  return {
    name,
    tier,
    ...(from && { promotesFrom: { environment: from, soakMs: 0 } }),
  };
}

/** Eight environments, with two regional branches after staging. */
const REGIONAL = [
  stage('dev', 'development'),
  stage('test', 'testing', 'dev'),
  stage('staging', 'staging', 'test'),
  stage('eu-canary', 'production', 'staging'),
  stage('eu', 'production', 'eu-canary'),
  stage('us-canary', 'production', 'staging'),
  stage('us', 'production', 'us-canary'),
  stage('us-gov', 'production', 'us'),
];

/** Lines of text: a cell per column, `#` before headings. */
function draw({ columns, cards, headings }: Arrangement): string[] {
  const rows = Math.max(...[...cards, ...headings].map(({ row }) => row)) + 1;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const card = cards.find(
        each => each.row === row && each.column === column,
      );
      const heading = headings.find(
        each =>
          each.row === row &&
          column >= each.column &&
          column < each.column + each.span,
      );
      return card?.name ?? (heading ? `#${heading.tier}` : '-');
    }).join(' '),
  );
}

const drawConnections = ({ connections }: Arrangement) =>
  connections.map(({ from, to }) => `${from.name} → ${to.name}`);

describe('arrangePipeline', () => {
  it('puts regional branches below each other, right of what they promote from', () => {
    const arranged = arrangePipeline(REGIONAL, 8);
    expect(draw(arranged)).toEqual([
      '#development #testing #staging #production #production #production',
      'dev test staging eu-canary eu -',
      '- - - us-canary us us-gov',
    ]);
    expect(drawConnections(arranged)).toEqual([
      'dev → test',
      'test → staging',
      'staging → eu-canary',
      'eu-canary → eu',
      'staging → us-canary',
      'us-canary → us',
      'us → us-gov',
    ]);
  });

  it('continues below with a whole tier', () => {
    const arranged = arrangePipeline(REGIONAL, 4);
    expect(draw(arranged)).toEqual([
      '#development #testing #staging',
      'dev test staging',
      '#production #production #production',
      'eu-canary eu -',
      'us-canary us us-gov',
    ]);
    expect(drawConnections(arranged)).not.toContain('staging → eu-canary');
  });

  it('breaks a tier that does not fit', () => {
    expect(draw(arrangePipeline(REGIONAL, 2))).toEqual([
      '#development #testing',
      'dev test',
      '#staging -',
      'staging -',
      '#production #production',
      'eu-canary eu',
      'us-canary us',
      'us-gov -',
    ]);
  });

  it('is one column with the order kept on a narrow screen', () => {
    const { columns, cards, connections } = arrangePipeline(REGIONAL, 1);
    expect(columns).toBe(1);
    expect(
      [...cards].sort((a, b) => a.row - b.row).map(({ name }) => name),
    ).toEqual([
      'dev',
      'test',
      'staging',
      'eu-canary',
      'us-canary',
      'eu',
      'us',
      'us-gov',
    ]);
    expect(connections).toEqual([]);
  });

  it('keeps tiers apart if one does not promote from the other, without headings for single environments', () => {
    const arranged = arrangePipeline(
      [
        stage('dev', 'development'),
        stage('staging', 'staging', 'dev'),
        stage('production', 'production'),
      ],
      4,
    );
    expect(draw(arranged)).toEqual(['dev staging production']);
    expect(drawConnections(arranged)).toEqual(['dev → staging']);
  });

  it('leaves the way free of an environment that skips a tier', () => {
    expect(
      draw(
        arrangePipeline(
          [
            stage('dev', 'development'),
            stage('staging', 'staging', 'dev'),
            stage('production', 'production', 'dev'),
          ],
          4,
        ),
      ),
    ).toEqual(['dev staging -', '- - production']);
  });

  it('places an environment whose source the reader cannot see, and a source of a later tier', () => {
    expect(
      draw(arrangePipeline([stage('production', 'production', 'hidden')], 4)),
    ).toEqual(['production']);
    expect(
      draw(
        arrangePipeline(
          [
            stage('demo', 'testing', 'production'),
            stage('production', 'production'),
          ],
          4,
        ),
      ),
    ).toEqual(['production demo']);
  });

  it('is empty without environments', () => {
    expect(arrangePipeline([], 4)).toEqual({
      columns: 1,
      cards: [],
      connections: [],
      headings: [],
    });
  });
});
