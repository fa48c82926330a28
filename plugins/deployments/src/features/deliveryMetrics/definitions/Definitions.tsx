import Typography from '@material-ui/core/Typography';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useTranslation } from '../../../i18n/useTranslation';
import { DefinitionLink } from './DefinitionLink';
import { DEFINITION_KEY, parseDefinition } from './parseDefinition';

// Loaded lazily, because it brings a Markdown renderer that few readers need.
const DefinitionsDialog = lazy(() => import('./DefinitionsDialog'));

/** A link to the definitions, and the definition that the address opens. */
export function Definitions() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const definition = parseDefinition(query);
  const close = () =>
    setQuery(
      current => {
        const next = new URLSearchParams(current);
        next.delete(DEFINITION_KEY);
        return next;
      },
      { replace: true },
    );
  return (
    <Typography variant="body2" component="div">
      <DefinitionLink
        definition="what-all-metrics-share"
        name={t('dora.title')}
      >
        {t('dora.definitions')}
      </DefinitionLink>
      {definition && (
        <Suspense fallback={null}>
          <DefinitionsDialog definition={definition} onClose={close} />
        </Suspense>
      )}
    </Typography>
  );
}
