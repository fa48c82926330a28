import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';
import { BackendUnreachableError } from '../../api/failures';
import { findErrorTopic } from './topics';

const respond = (status: number, name: string) =>
  DeploymentsRequestError.of(
    { status, statusText: '' },
    { error: { name, message: 'no' } },
  );

describe('findErrorTopic', () => {
  it.each([
    ['a missing permission', respond(403, 'NotAllowedError'), 'not-permitted'],
    ['a conflict', respond(409, 'ConflictError'), 'refused-requests'],
    ['an invalid field', respond(400, 'InputError'), 'invalid-request'],
    ['an unexpected error', respond(500, 'Error'), '5xx-responses'],
    [
      'a response of a proxy',
      DeploymentsRequestError.of({ status: 504, statusText: '' }, undefined),
      '5xx-responses',
    ],
    [
      'a backend without a response',
      new BackendUnreachableError('offline'),
      '5xx-responses',
    ],
    ['an error of the browser', new TypeError('no'), undefined],
  ])('leads %s to its section', (_, error, topic) => {
    expect(findErrorTopic(error)).toBe(topic);
  });
});
