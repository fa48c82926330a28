/** The services of the fixture's catalog. */
export const CHECKOUT = 'component:default/checkout';
export const PAYMENTS = 'component:default/payments';
export const INVENTORY = 'component:default/inventory';
export const SERVICES = [CHECKOUT, PAYMENTS, INVENTORY];
