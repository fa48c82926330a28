import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import type { RouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { notificationsApiRef } from '@backstage/plugin-notifications';
import type {
  NotificationPayload,
  NotificationSignal,
} from '@backstage/plugin-notifications-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import { everydayHandlers, server, withServer } from '../__testUtils__/server';
import deploymentsPlugin from '../plugin';
import { isOnScreen } from './isOnScreen';

jest.setTimeout(120_000);
withServer();

type Listener = (signal: NotificationSignal) => void;

/** Renders the app with the toasts at a path. Returns how to send a notification. */
async function renderToasts(path: string) {
  const payloads = new Map<string, NotificationPayload>();
  const listeners = new Set<Listener>();
  renderTestApp({
    features: [deploymentsPlugin],
    initialRouteEntries: [path],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef as unknown as RouteRef,
    },
    config: {
      backend: { baseUrl: 'http://example.com' },
      app: {
        extensions: [
          { 'app-root-element:deployments/notification-toasts': true },
          { 'page:deployments/needs-you': false },
        ],
      },
    },
    apis: [
      mockApis.permission(),
      mockApis.discovery({ baseUrl: 'http://example.com' }),
      mockApis.fetch(),
      mockApis.identity({ userEntityRef: 'user:default/ana' }),
      catalogApiMock(),
      [
        notificationsApiRef,
        {
          getNotification: async (id: string) => ({
            id,
            user: 'user:default/ana',
            created: new Date(),
            origin: 'plugin:deployments',
            payload: payloads.get(id)!,
          }),
        },
      ],
      [
        signalApiRef,
        {
          subscribe: (channel: string, onMessage: unknown) => {
            const listener = onMessage as Listener;
            if (channel === 'notifications') {
              listeners.add(listener);
            }
            return { unsubscribe: () => listeners.delete(listener) };
          },
        },
      ],
    ],
  });
  await waitFor(() => expect(listeners.size).toBe(1), { timeout: 30_000 });
  const signal = (message: NotificationSignal) =>
    act(async () => listeners.forEach(listener => listener(message)));
  return {
    signal,
    send: (id: string, payload: NotificationPayload) => {
      payloads.set(id, payload);
      return signal({ action: 'new_notification', notification_id: id });
    },
  };
}

const ASKED: NotificationPayload = {
  title:
    'Needs you: approve the restart of the checkout service in Production by Fri 17:40 UTC',
  description: 'Requested by Ana Duarte.',
  severity: 'high',
  topic: 'Waiting for me',
  link: '/deployments/d1',
};

describe('toasts of notifications', () => {
  it('show the whole title and lead to what it is about', async () => {
    server.use(...everydayHandlers());
    const { send } = await renderToasts('/');
    await send('n1', ASKED);
    const toast = await screen.findByRole('alertdialog', { name: ASKED.title });
    expect(toast).toHaveTextContent('Requested by Ana Duarte.');
    // Not in that of the status, which has too little contrast.
    expect(screen.getByText(ASKED.title).style.color).toBe(
      'var(--bui-fg-primary)',
    );
    expect(within(toast).getByRole('link', { name: 'Open' })).toHaveAttribute(
      'href',
      '/deployments/d1',
    );
  });

  it('are replaced by later ones about the same, and go when the notification is read', async () => {
    server.use(...everydayHandlers());
    const { send, signal } = await renderToasts('/');
    await send('n1', ASKED);
    await screen.findByText(ASKED.title);
    await send('n1', {
      ...ASKED,
      title: 'The restart was approved',
      severity: 'low',
    });
    await screen.findByText('The restart was approved');
    await waitFor(() =>
      expect(screen.queryByText(ASKED.title)).not.toBeInTheDocument(),
    );
    await signal({ action: 'notification_read', notification_ids: ['n1'] });
    await waitFor(() =>
      expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument(),
    );
  });

  it('are three at most', async () => {
    server.use(...everydayHandlers());
    const { send } = await renderToasts('/');
    for (const number of ['1', '2', '3', '4']) {
      await send(`n${number}`, { title: `Checkout ${number} is live` });
      await screen.findByText(`Checkout ${number} is live`);
    }
    await waitFor(() =>
      expect(screen.queryByText('Checkout 1 is live')).not.toBeInTheDocument(),
    );
    expect(screen.getAllByText(/is live$/)).toHaveLength(3);
  });

  it('do not cover the page that they are about', async () => {
    server.use(...everydayHandlers());
    const { send } = await renderToasts('/deployments/d1');
    await send('n1', ASKED);
    await send('n2', { title: 'Payments is live', link: '/deployments/d2' });
    await screen.findByText('Payments is live');
    expect(screen.queryByText(ASKED.title)).not.toBeInTheDocument();
  });
});

describe('what is on screen', () => {
  const inbox = '/deployments/needs-you';
  const own = { link: '/deployments/d1', topic: 'My deployments' };

  it.each([
    ['its page', ASKED, '/deployments/d1', true],
    ['its page with a slash', ASKED, '/deployments/d1/', true],
    ['the page of another', ASKED, '/deployments/d12', false],
    ['the inbox with a request', ASKED, inbox, true],
    ['the inbox without an outcome', own, inbox, false],
  ])('is %s', (_, payload, pathname, expected) => {
    expect(isOnScreen(payload, pathname)).toBe(expected);
  });

  it('is nothing in a tab in the background', () => {
    const visibility = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('hidden');
    expect(isOnScreen(ASKED, '/deployments/d1')).toBe(false);
    visibility.mockRestore();
  });
});
