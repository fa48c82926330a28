import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { createDevApp } from '@backstage/frontend-dev-utils';
import deploymentsPlugin from '../src';

// Needs a backend; `backend.baseUrl` of app-config says where.
createDevApp({ features: [catalogPlugin, deploymentsPlugin] });
