import { renderNotification } from './renderNotification';

const NOW = Date.UTC(2026, 10, 27, 9, 30);
const HOUR = 3_600_000;

it.each([
  ['hours', 8 * HOUR, 'by 17:30 UTC'],
  ['days', 32 * HOUR, 'by Sat 17:30 UTC'],
  ['weeks', 7 * 24 * HOUR, 'by 2026-12-04 09:30 UTC'],
])('names titles and a deadline in some %s', (_, inMs, deadline) => {
  expect(
    renderNotification(
      {
        title: 'Needs you: approve {service} 1.5.0 for {environment}{deadline}',
        description: 'Requested by {person}: “{x}”.',
      },
      {
        service: 'Checkout',
        environment: 'Production',
        person: 'Ana Duarte',
        deadline: NOW + inMs,
      },
      NOW,
    ),
  ).toEqual({
    title: `Needs you: approve Checkout 1.5.0 for Production ${deadline}`,
    description: 'Requested by Ana Duarte: “{x}”.',
  });
});

it('leaves out a deadline that does not exist', () => {
  expect(
    renderNotification(
      { title: 'Decide about {service}{deadline}', description: '' },
      { service: 'Checkout', environment: 'Production', person: '' },
      NOW,
    ).title,
  ).toBe('Decide about Checkout');
});
