import { Link } from '@backstage/core-components';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import type { TroubleshootingTopic } from './topics';

/**
 * A link to a section of the troubleshooting page. It opens a new tab, so that a dialog keeps what was typed and a
 * deployment stays in view.
 */
export function TroubleshootingLink(props: {
  topic: TroubleshootingTopic;
  /** What the section is about. It distinguishes the links of a page for screen readers. */
  about: string;
}) {
  const { topic, about } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const name = t('troubleshooting.linkName', { about });
  return (
    <Link
      to={paths.troubleshooting(topic)}
      target="_blank"
      rel="noopener"
      // Next to text, colour alone doesn't show that it is a link.
      underline="always"
      aria-label={name}
      title={name}
    >
      {t('troubleshooting.link')}
    </Link>
  );
}
