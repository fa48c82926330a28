import {
  createTheme,
  darken,
  getContrastRatio,
  lighten,
} from '@material-ui/core/styles';
import { getErrorColor, getWarningColor } from './readableColors';

/** The backgrounds of pages and cards in Backstage's themes. */
const BACKGROUNDS = {
  light: ['#f5f5f5', '#f8f8f8', '#ffffff'],
  dark: ['#333333', '#424242'],
};

describe.each(['light', 'dark'] as const)('colours of a %s theme', type => {
  const theme = createTheme({ palette: { type } });
  const { main } = theme.palette.warning;
  const alert = type === 'light' ? lighten(main, 0.9) : darken(main, 0.9);

  it.each([...BACKGROUNDS[type], alert])('are readable on %s', background => {
    for (const color of [getWarningColor(theme), getErrorColor(theme)]) {
      expect(getContrastRatio(color, background)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('are readable behind the label of a filled button', () => {
    expect(
      getContrastRatio(
        getErrorColor(theme),
        theme.palette.getContrastText(getErrorColor(theme)),
      ),
    ).toBeGreaterThanOrEqual(4.5);
  });
});
