import Checkbox from '@material-ui/core/Checkbox';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { ReactNode } from 'react';

export interface Column<T> {
  label: string;
  of(row: T): ReactNode;
}

/** Rows of which some can be chosen. */
export interface RowSelection<T> {
  isSelected(row: T): boolean;
  /** Undefined: this one cannot be chosen. */
  label(row: T): string | undefined;
  onSelect(row: T, selected: boolean): void;
}

const useStyles = makeStyles(
  theme => ({
    table: {
      // Backstage's theme breaks words in cells, and sets their lines without leading.
      '& th, & td': {
        wordBreak: 'normal',
        verticalAlign: 'top',
        lineHeight: 1.43,
      },
    },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    // As tall as the line that it stands before.
    select: { margin: theme.spacing(-1, 0.5, -1, -1) },
    named: { display: 'flex', alignItems: 'flex-start' },
    facts: {
      margin: 0,
      display: 'grid',
      gridTemplateColumns: 'minmax(80px, auto) 1fr',
      columnGap: theme.spacing(1.5),
      rowGap: theme.spacing(0.5),
      ...theme.typography.body2,
      '& dt': { color: theme.palette.text.secondary },
      '& dd': { margin: 0, minWidth: 0 },
    },
  }),
  { name: 'SlipwayRows' },
);

/** Rows of a table; on narrow screens one below the other, with nothing to scroll sideways. The first column names the row. */
export function Rows<T>(props: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf(row: T): string;
  selection?: RowSelection<T>;
}) {
  const { label, columns, rows, keyOf, selection } = props;
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [first, ...rest] = columns;
  const nameOf = (row: T) =>
    selection ? (
      <div className={classes.named}>
        <SelectRow row={row} selection={selection} />
        <div>{first.of(row)}</div>
      </div>
    ) : (
      first.of(row)
    );
  if (isNarrow) {
    return (
      <ul className={classes.list} aria-label={label}>
        {rows.map(row => (
          <li key={keyOf(row)} className={classes.item}>
            <Typography variant="body1" component="div" gutterBottom>
              {nameOf(row)}
            </Typography>
            <dl className={classes.facts}>
              {rest.map(column => (
                // A term and what it says are two cells of the grid.
                <FactOf key={column.label} label={column.label}>
                  {column.of(row)}
                </FactOf>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Table size="small" className={classes.table} aria-label={label}>
      <TableHead>
        <TableRow>
          {columns.map(column => (
            <TableCell key={column.label}>{column.label}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(row => (
          <TableRow key={keyOf(row)}>
            <TableCell component="th" scope="row">
              {nameOf(row)}
            </TableCell>
            {rest.map(column => (
              <TableCell key={column.label}>{column.of(row)}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function SelectRow<T>(props: { row: T; selection: RowSelection<T> }) {
  const { row, selection } = props;
  const classes = useStyles();
  const label = selection.label(row);
  return (
    <Checkbox
      className={classes.select}
      color="primary"
      size="small"
      checked={selection.isSelected(row)}
      disabled={label === undefined}
      onChange={(_, selected) => selection.onSelect(row, selected)}
      inputProps={{ 'aria-label': label }}
    />
  );
}

function FactOf(props: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
