import Typography from '@material-ui/core/Typography';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowForward from '@material-ui/icons/ArrowForward';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { ToneLabel, type ToneIcon } from '../../../shared/labels/ToneLabel';
import { buildChange, type Change } from '../figures/figures';
import {
  formatSignedPoints,
  formatSignedPercent,
} from '../../../shared/format/value';
import { useFigureText } from '../figures/useFigureText';

const ICONS: Record<Change['direction'], ToneIcon> = {
  up: ArrowUpward,
  down: ArrowDownward,
  same: ArrowForward,
};

/** A metric's change against the preceding period of equal length, and whether it is an improvement. */
export function ChangeLabel(props: { card: DoraCard; short?: boolean }) {
  const { card, short } = props;
  const { t } = useTranslation();
  const text = useFigureText();
  const change = buildChange(card);
  const n = String(card.previousN ?? 0);
  if (!change || card.previous === undefined) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('dora.change.none', { n })}
      </Typography>
    );
  }
  const label =
    change.direction === 'same' ? t('dora.change.same') : formatChange(change);
  function formatChange({ direction, amount, isBetter }: Change): string {
    const assessment = t(isBetter ? 'dora.change.better' : 'dora.change.worse');
    if (!amount) {
      return `${t(
        direction === 'up' ? 'dora.change.up' : 'dora.change.down',
      )}, ${assessment}`;
    }
    const difference =
      amount.unit === 'percent'
        ? formatSignedPercent(amount.value / 100)
        : t('dora.change.points', { value: formatSignedPoints(amount.value) });
    return `${difference}, ${assessment}`;
  }
  const tone = change.isBetter ? 'ok' : 'warning';
  return (
    <Typography variant="body2" component="div">
      <ToneLabel
        tone={change.direction === 'same' ? 'muted' : tone}
        icon={ICONS[change.direction]}
        wraps
      >
        {label}
      </ToneLabel>
      {!short && (
        <Typography variant="body2" color="textSecondary">
          {t('dora.change.before', {
            value: text.value(card.previous, card.unit, card.value),
            n,
          })}
        </Typography>
      )}
    </Typography>
  );
}
