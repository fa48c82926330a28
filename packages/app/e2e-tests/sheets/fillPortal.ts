import {
  approve,
  deploy,
  deployBadVersion,
  expectDeployment,
  liftHold,
  request,
} from './demoDeployments';

// Each service has its own history. All of them are made at the same time.

async function fillCheckout() {
  const checkout = { person: 'Ana', service: 'checkout' } as const;
  const soon = { ...checkout, version: '1.4.2', reason: 'Delivery days' };
  const now = {
    ...checkout,
    version: '1.4.1',
    reason: 'Baskets survive expired sessions',
  };
  await Promise.all([
    deploy({ ...now, environment: 'dev' }),
    deploy({ ...now, environment: 'production' }),
  ]);
  await deploy({ ...now, environment: 'staging' });
  const us = await request({ ...now, environment: 'production-us' });
  await approve('Carla', us, 'Well in Europe');
  await deploy({ ...soon, environment: 'dev' });
  await Promise.all([
    expectDeployment(us, 'succeeded'),
    deploy({ ...soon, environment: 'staging' }),
    deployBadVersion({
      ...checkout,
      version: '1.5.0',
      environment: 'production',
      reason: 'New price rules',
    }),
    deployBadVersion({
      ...checkout,
      version: '1.5.2',
      environment: 'dev',
      reason: 'Ask the tax service less often',
    }),
  ]);
  await liftHold(
    'Ana',
    'checkout',
    'production',
    '1.4.2 does not have the new price rules',
  );
  // It waits for the version to be in production, and for an approval.
  await request({ ...soon, environment: 'production-us' });
}

async function fillPayments() {
  const payments = { person: 'Ana', service: 'payments' } as const;
  const inputs = { ticket: 'CHG-1042' };
  const production = { ...payments, environment: 'production' };
  const first = await request({
    ...production,
    version: '2.3.0',
    inputs: { ticket: 'CHG-1017' },
    reason: 'Refunds are retried',
  });
  await expectDeployment(first, 'waiting');
  await approve('Carla', first, 'Agreed with finance');
  await deploy({ ...payments, environment: 'dev', version: '2.3.1', inputs });
  await Promise.all([
    deploy({ ...payments, environment: 'staging', version: '2.3.1', inputs }),
    expectDeployment(first, 'succeeded'),
  ]);
  const second = await request({
    ...production,
    version: '2.3.1',
    inputs,
    reason: "Support needs the provider's reference",
  });
  await expectDeployment(second, 'waiting');
}

async function fillCatalogApi() {
  const production = {
    person: 'Ben',
    service: 'catalog-api',
    environment: 'production',
  } as const;
  await deploy({ ...production, version: '3.8.1' });
  await deploy({ ...production, version: '3.9.1', reason: 'Faster ranking' });
  await deployBadVersion({
    ...production,
    version: '3.10.0',
    reason: 'Prices from the new table',
  });
}

async function fillInventory() {
  const inventory = { person: 'Ben', service: 'inventory' } as const;
  await Promise.all([
    deploy({ ...inventory, environment: 'dev', version: '0.12.1' }),
    deploy({ ...inventory, environment: 'production', version: '0.12.0' }),
  ]);
  await deploy({ ...inventory, environment: 'staging', version: '0.12.1' });
  await deployBadVersion({
    ...inventory,
    environment: 'dev',
    version: '0.13.0',
    reason: 'Stock by warehouse',
  });
}

async function fillStorefront() {
  const storefront = { person: 'Carla', service: 'storefront' } as const;
  await Promise.all([
    deploy({ ...storefront, environment: 'dev', version: '5.1.1' }),
    deploy({ ...storefront, environment: 'production', version: '5.0.1' }),
  ]);
  await deploy({ ...storefront, environment: 'staging', version: '5.1.1' });
}

async function fillRecommendations() {
  await deploy({
    person: 'Carla',
    service: 'recommendations',
    environment: 'production',
    version: '1.0.0',
  });
}

/**
 * Brings a fresh portal to the middle of a working day: versions run in every environment, two deployments were rolled
 * back in production, one service is on hold there, and two deployments wait for an approval.
 */
export async function fillPortal() {
  await Promise.all([
    fillCheckout(),
    fillPayments(),
    fillCatalogApi(),
    fillInventory(),
    fillStorefront(),
    fillRecommendations(),
  ]);
}
