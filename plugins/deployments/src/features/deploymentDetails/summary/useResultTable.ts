import { makeStyles } from '@material-ui/core/styles';

/** The look of the summary's small tables. `hidden`: only screen readers read it. */
export const useResultTable = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      width: '100%',
      borderCollapse: 'collapse',
      fontVariantNumeric: 'tabular-nums',
      overflowWrap: 'anywhere',
      '& td, & th': {
        padding: theme.spacing(0.25, 1.5, 0.25, 0),
        textAlign: 'left',
        verticalAlign: 'middle',
        fontWeight: 'normal',
      },
      '& thead th': { color: theme.palette.text.secondary },
    },
    figure: { whiteSpace: 'nowrap' },
    hidden: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
  }),
  { name: 'SlipwayResultTable' },
);
