import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect } from 'react';
import { Helmet } from 'react-helmet';

/** Longer than Backstage's notifications take to put their count before a title. */
const QUIET_MS = 500;

/**
 * Backstage's notifications put the unread count before the title. When count and title change at the same time, as
 * when a deployment ends, they restore the previous title. This sets the new title again once they are done: that of
 * the innermost component that has one, e.g. of a dialog on the page.
 */
function useStandingTitle() {
  useEffect(() => {
    const element = document.querySelector('title');
    if (!element) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const restore = () => {
      const { title } = Helmet.peek();
      if (title && document.title.replace(/^\(\d+\) /, '') !== title) {
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
  }, []);
}

/**
 * Sets the browser tab's title while it is rendered: what the page shows, from the specific to the general and separated
 * by ` | `, followed by the portal's name as on Backstage's own pages.
 */
export function PageTitle(props: { title: string }) {
  const portal =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  useStandingTitle();
  return <Helmet titleTemplate={`%s | ${portal}`} title={props.title} />;
}
