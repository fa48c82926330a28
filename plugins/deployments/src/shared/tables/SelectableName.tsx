import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

/** Lets people select rows. */
export interface RowSelection<T> {
  isSelected(row: T): boolean;
  /** The checkbox's label; undefined if the row cannot be selected. */
  label(row: T): string | undefined;
  onSelect(row: T, selected: boolean): void;
}

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', alignItems: 'flex-start' },
    // As tall as the line next to it.
    select: { margin: theme.spacing(-1, 0.5, -1, -1) },
  }),
  { name: 'SlipwaySelectableName' },
);

/** What names a row, with a checkbox before it if rows can be selected. */
export function SelectableName<T>(props: {
  row: T;
  selection: RowSelection<T> | undefined;
  children: ReactNode;
}) {
  const { row, selection, children } = props;
  const classes = useStyles();
  if (!selection) {
    return <>{children}</>;
  }
  const label = selection.label(row);
  return (
    <div className={classes.root}>
      <Checkbox
        className={classes.select}
        color="primary"
        size="small"
        checked={selection.isSelected(row)}
        disabled={label === undefined}
        onChange={(_, selected) => selection.onSelect(row, selected)}
        // There is nothing to say about a checkbox that nobody can check.
        inputProps={
          label === undefined
            ? { 'aria-hidden': true }
            : { 'aria-label': label }
        }
      />
      <div>{children}</div>
    </div>
  );
}
