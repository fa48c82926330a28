import type { Environment } from '@slipway/backstage-plugin-deployments-common';

type Stage = Pick<Environment, 'name' | 'tier' | 'promotesFrom'>;

/** A cell of the grid. Columns and rows count from 0. */
interface GridCell {
  column: number;
  row: number;
}

/** An environment's card. */
interface Placed extends GridCell {
  name: string;
}

/** The line from an environment to one that promotes from it. */
export interface Connection {
  from: Placed;
  to: Placed;
}

/** The name of a tier above its columns. */
interface TierHeading {
  tier: Environment['tier'];
  row: number;
  column: number;
  /** How many columns it spans. */
  span: number;
}

/** The cell of each card, and the lines between them. */
export interface Arrangement {
  columns: number;
  /** In promotion order. */
  cards: Placed[];
  /** Between cards of the same row of columns. */
  connections: Connection[];
  /** Empty if no tier has several environments. */
  headings: TierHeading[];
}

/**
 * Arranges environments by their promotion graph: each stands right of the one that it promotes from, and branches stand
 * below each other. A tier's columns come after those of the tiers before it. If there are more columns than fit, the rest
 * continues below, with a whole tier if possible.
 *
 * @param environments - in their order
 * @param maxColumns - how many columns fit
 */
export function arrangePipeline(
  environments: readonly Stage[],
  maxColumns: number,
): Arrangement {
  const placed = placeAll(environments);
  const tierOf = new Map(environments.map(({ name, tier }) => [name, tier]));
  const tiers = findColumnTiers(placed, tierOf);
  const bands = breakIntoBands(tiers, maxColumns);
  const isGrouped =
    new Set(environments.map(({ tier }) => tier)).size < environments.length;
  const headings: TierHeading[] = [];
  const cards: Placed[] = [];
  let top = 0;
  for (const { start, end } of bands) {
    const own = placed.filter(({ column }) => column >= start && column < end);
    // Columns that only continue the tier above need no heading.
    const isContinued =
      start > 0 && new Set(tiers.slice(start - 1, end)).size === 1;
    if (isGrouped && !isContinued) {
      headings.push(...listHeadings(tiers.slice(start, end), top));
      top += 1;
    }
    // Rows that are empty here leave no gap.
    const rows = [...new Set(own.map(({ row }) => row))].sort((a, b) => a - b);
    for (const { name, column, row } of own) {
      const card = { column: column - start, row: top + rows.indexOf(row) };
      cards.push({ name, ...card });
    }
    top += rows.length;
  }
  const findBand = (name: string) => {
    const column = placed.find(each => each.name === name)?.column ?? 0;
    return bands.findIndex(({ end }) => column < end);
  };
  const connections = environments.flatMap(({ name, promotesFrom }) => {
    const from = cards.find(card => card.name === promotesFrom?.environment);
    const to = cards.find(card => card.name === name);
    return from && to && findBand(from.name) === findBand(name)
      ? [{ from, to }]
      : [];
  });
  return {
    columns: Math.max(1, ...bands.map(({ start, end }) => end - start)),
    cards,
    connections,
    headings,
  };
}

/** Places all environments side by side, ordered by column and row. */
function placeAll(environments: readonly Stage[]): Placed[] {
  const columns = chooseColumns(environments);
  const taken = new Set<string>();
  const placed: Placed[] = [];
  const put = (stage: Stage, source?: Placed) => {
    const column = columns.get(stage.name) ?? 0;
    const from = source ? source.column + 1 : column;
    const way = Array.from(
      { length: column - from + 1 },
      (_, index) => from + index,
    );
    const isTaken = (row: number) =>
      way.some(each => taken.has(`${row}:${each}`));
    let row = source?.row ?? 0;
    while (isTaken(row)) row += 1;
    for (const each of way) taken.add(`${row}:${each}`);
    const card = { name: stage.name, column, row };
    placed.push(card);
    for (const each of environments) {
      if (each.promotesFrom?.environment === stage.name) put(each, card);
    }
  };
  const names = new Set(environments.map(({ name }) => name));
  for (const stage of environments) {
    if (!names.has(stage.promotesFrom?.environment ?? '')) put(stage);
  }
  return placed.sort((a, b) => a.column - b.column || a.row - b.row);
}

/** Each environment's column: right of the one that it promotes from, and of all earlier tiers. */
function chooseColumns(environments: readonly Stage[]): Map<string, number> {
  const columns = new Map<string, number>();
  const choose = (stage: Stage, start: number): number => {
    const known = columns.get(stage.name);
    if (known !== undefined) return known;
    const source = environments.find(
      ({ name }) => name === stage.promotesFrom?.environment,
    );
    const column = source ? Math.max(start, choose(source, 0) + 1) : start;
    columns.set(stage.name, column);
    return column;
  };
  for (const tier of new Set(environments.map(each => each.tier))) {
    const start = Math.max(-1, ...columns.values()) + 1;
    for (const stage of environments) {
      if (stage.tier === tier) choose(stage, start);
    }
  }
  return columns;
}

/** The tier of each column; `undefined` if its environments have several. */
function findColumnTiers(
  placed: readonly Placed[],
  tierOf: ReadonlyMap<string, Environment['tier']>,
): (Environment['tier'] | undefined)[] {
  const count = Math.max(-1, ...placed.map(({ column }) => column)) + 1;
  return Array.from({ length: count }, (_, column) => {
    const tiers = new Set(
      placed
        .filter(each => each.column === column)
        .map(({ name }) => tierOf.get(name)),
    );
    const [tier] = tiers;
    return tiers.size === 1 ? tier : undefined;
  });
}

/** Breaks the columns into rows of columns, between tiers if possible. `end` is exclusive. */
function breakIntoBands(
  tiers: readonly (Environment['tier'] | undefined)[],
  maxColumns: number,
): { start: number; end: number }[] {
  const bands: { start: number; end: number }[] = [];
  for (
    let start = 0;
    start < tiers.length;
    start = bands[bands.length - 1].end
  ) {
    let end = Math.min(tiers.length, start + maxColumns);
    const isInTier = (at: number) =>
      at < tiers.length &&
      tiers[at] !== undefined &&
      tiers[at - 1] === tiers[at];
    let atTier = end;
    while (atTier > start && isInTier(atTier)) atTier -= 1;
    if (atTier > start) end = atTier;
    bands.push({ start, end });
  }
  return bands;
}

/** A heading for each run of columns of the same tier. */
function listHeadings(
  tiers: readonly (Environment['tier'] | undefined)[],
  row: number,
): TierHeading[] {
  const headings: TierHeading[] = [];
  tiers.forEach((tier, column) => {
    const last = headings[headings.length - 1];
    if (tier === undefined) return;
    if (last?.tier === tier && last.column + last.span === column) {
      last.span += 1;
    } else {
      headings.push({ tier, row, column, span: 1 });
    }
  });
  return headings;
}
