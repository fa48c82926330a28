import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { Helmet } from 'react-helmet';

/** What the browser's tab is called, with the portal's name after it, as Backstage's own pages do. */
export function PageTitle(props: { title: string }) {
  const portal =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  return <Helmet titleTemplate={`%s | ${portal}`} title={props.title} />;
}
