import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { sidebar } from './Sidebar';

/** Replaces Backstage's plain list of pages. */
export const navModule = createFrontendModule({
  pluginId: 'app',
  extensions: [sidebar],
});
