import Link from '@material-ui/core/Link';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { firstSentence } from './firstSentence';

/** The first sentence of a text, and the rest on demand. */
export function LongText(props: { text: string }) {
  const { text } = props;
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const first = firstSentence(text);
  if (first === text) return <>{text}</>;
  return (
    <>
      {isOpen ? text : first}{' '}
      <Link
        component="button"
        variant="body2"
        underline="always"
        color="inherit"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t(isOpen ? 'text.less' : 'text.more')}
      </Link>
    </>
  );
}
