import { AppRootElementBlueprint } from '@backstage/frontend-plugin-api';
import { SkipLink } from './SkipLink';

/** Stands before all else on every page. */
export const skipLink = AppRootElementBlueprint.make({
  name: 'skip-link',
  params: { element: <SkipLink /> },
});
