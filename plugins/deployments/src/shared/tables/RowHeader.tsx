import TableCell from '@material-ui/core/TableCell';
import type { ReactNode } from 'react';

/** The cell that names its row. Material UI gives it the role of any other cell, so screen readers wouldn't name rows. */
export function RowHeader(props: {
  className?: string;
  /** Shown on hover. */
  title?: string;
  children: ReactNode;
}) {
  return <TableCell component="th" role="rowheader" scope="row" {...props} />;
}
