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

const useStyles = makeStyles(
  theme => ({
    table: {
      // Backstage's theme breaks words in cells.
      '& th, & td': { wordBreak: 'normal', verticalAlign: 'top' },
    },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
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
}) {
  const { label, columns, rows, keyOf } = props;
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [first, ...rest] = columns;
  if (isNarrow) {
    return (
      <ul className={classes.list} aria-label={label}>
        {rows.map(row => (
          <li key={keyOf(row)} className={classes.item}>
            <Typography variant="body1" component="div" gutterBottom>
              {first.of(row)}
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
              {first.of(row)}
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

function FactOf(props: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
