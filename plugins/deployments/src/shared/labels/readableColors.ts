import { darken, lighten, type Theme } from '@material-ui/core/styles';

/**
 * Colours for text and icons. The themes' own warning and error colours fill surfaces and have too little contrast
 * with the backgrounds of pages, cards and alerts: text needs 4.5:1, an icon 3:1.
 */
export function getWarningColor({ palette }: Theme): string {
  return palette.type === 'dark'
    ? palette.warning.light
    : darken(palette.warning.dark, 0.3);
}

export function getErrorColor({ palette }: Theme): string {
  return palette.type === 'dark'
    ? lighten(palette.error.light, 0.3)
    : palette.error.dark;
}
