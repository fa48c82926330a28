/**
 * Formats a share of the traffic with at most one decimal place: `0.5 %`, `12.5 %`, `33.3 %`, `50 %`. Shares are set in
 * tenths of a percent. Nothing but none and all of the traffic reads `0 %` and `100 %`: a smaller or larger share is `< 0.1
 * %` or `> 99.9 %`. The portal, its messages and its API format all shares this way.
 *
 * @param percent - From 0 to 100.
 * @param options - `locale`: BCP 47 tag of the locale of the decimal sign; `en-US` by default.
 * @public
 */
export function formatWeight(
  percent: number,
  options: { locale?: string } = {},
): string {
  const { locale = 'en-US' } = options;
  const toText = (value: number) =>
    value.toLocaleString(locale, { maximumFractionDigits: 1 });
  // Sums of tenths are only almost exact: 33.4 + 33.3 + 33.3 < 100.
  const share = Number(percent.toFixed(6));
  const rounded = Number(share.toFixed(1));
  if (rounded === 0 && share > 0) {
    return `< ${toText(0.1)} %`;
  }
  if (rounded === 100 && share < 100) {
    return `> ${toText(99.9)} %`;
  }
  return `${toText(rounded)} %`;
}
