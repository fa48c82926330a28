import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState, type ReactNode } from 'react';

const useStyles = makeStyles(
  theme => ({
    summary: { cursor: 'pointer', marginTop: theme.spacing(1) },
    scroll: { maxHeight: 320, overflow: 'auto' },
    table: {
      borderCollapse: 'collapse',
      ...theme.typography.body2,
      fontVariantNumeric: 'tabular-nums',
      '& td, & th': {
        padding: theme.spacing(0.25, 2, 0.25, 0),
        textAlign: 'left',
        verticalAlign: 'top',
      },
    },
  }),
  { name: 'SlipwayFigureTable' },
);

/** A chart's data as a table, rendered on demand, because hundreds of rows would slow the page down. */
export function FigureTable(props: {
  summary: string;
  /** Names the table. */
  label: string;
  columns: string[];
  rows(): { key: string; cells: ReactNode[] }[];
}) {
  const { summary, label, columns, rows } = props;
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <Typography
        variant="body2"
        component="summary"
        className={classes.summary}
      >
        {summary}
      </Typography>
      {isOpen && (
        <div
          className={classes.scroll}
          role="group"
          aria-label={summary}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
          tabIndex={0}
        >
          <table className={classes.table} aria-label={label}>
            <thead>
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows().map(({ key, cells: [first, ...rest] }) => (
                <tr key={key}>
                  <th scope="row">{first}</th>
                  {rest.map((cell, index) => (
                    <td key={columns[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
