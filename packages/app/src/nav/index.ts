import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { sidebar } from './Sidebar';
import { skipLink } from './skipLinkElement';

/** Replaces Backstage's plain list of pages, and leads past it. */
export const navModule = createFrontendModule({
  pluginId: 'app',
  extensions: [sidebar, skipLink],
});
