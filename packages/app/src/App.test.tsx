import { render, screen } from '@testing-library/react';
import App from './App';

describe('the portal', () => {
  it('asks as whom to sign in', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Slipway', baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ],
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the app reads an object from a variable that Node types as text
    } as any;

    render(App.createRoot());

    expect(
      await screen.findByRole('button', {
        name: 'Sign in as Ana Duarte, Developer, Checkout team',
      }),
    ).toBeVisible();
  });
});
