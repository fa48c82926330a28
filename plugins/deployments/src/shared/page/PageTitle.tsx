import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect } from 'react';
import { Helmet } from 'react-helmet';

/** Longer than Backstage's notifications take to put their number before a title. */
const QUIET_MS = 500;

/**
 * Backstage's notifications put the number of unread ones before the title, and the title of before back when number and
 * title change at once; a deployment that ends does both. What they put back is replaced once they are done.
 */
function useStandingTitle(title: string) {
  useEffect(() => {
    const element = document.querySelector('title');
    if (!element) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const restore = () => {
      if (document.title.replace(/^\(\d+\) /, '') !== title) {
        document.title = title;
      }
    };
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(restore, QUIET_MS);
    });
    observer.observe(element, { characterData: true, childList: true });
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [title]);
}

/** What the browser's tab is called, with the portal's name after it, as Backstage's own pages do. */
export function PageTitle(props: { title: string }) {
  const portal =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  useStandingTitle(`${props.title} | ${portal}`);
  return <Helmet titleTemplate={`%s | ${portal}`} title={props.title} />;
}
