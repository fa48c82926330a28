import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { ReactNode } from 'react';
import { RowHeader } from './RowHeader';
import { Facts } from './Facts';
import { SelectableName, type RowSelection } from './SelectableName';

export interface Column<T> {
  label: string;
  render(row: T): ReactNode;
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
      // The first column shrinks instead, because it has the longest texts.
      '& td, & thead th': { overflowWrap: 'break-word' },
    },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    facts: { margin: 0 },
  }),
  { name: 'SlipwayRows' },
);

/**
 * A table that becomes a list of cards on narrow screens, so that nothing scrolls sideways. The first column names the
 * row.
 */
export function Rows<T>(props: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  getKey(row: T): string;
  selection?: RowSelection<T>;
}) {
  const { label, columns, rows, getKey, selection } = props;
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [first, ...rest] = columns;
  const renderName = (row: T) => (
    <SelectableName row={row} selection={selection}>
      {first.render(row)}
    </SelectableName>
  );
  if (isNarrow) {
    return (
      <ul className={classes.list} aria-label={label}>
        {rows.map(row => (
          <li key={getKey(row)} className={classes.item}>
            <Typography variant="body1" component="div" gutterBottom>
              {renderName(row)}
            </Typography>
            <Facts
              className={classes.facts}
              facts={rest.map(column => [column.label, column.render(row)])}
            />
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
          <TableRow key={getKey(row)}>
            <RowHeader>{renderName(row)}</RowHeader>
            {rest.map(column => (
              <TableCell key={column.label}>{column.render(row)}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
