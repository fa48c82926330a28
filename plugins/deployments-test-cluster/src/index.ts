/**
 * A proxy that injects faults, for tests.
 *
 * @packageDocumentation
 */
export type { CertificateAuthority } from './certificates/certificateAuthority';
export { createCertificateAuthority } from './certificates/certificateAuthority';
export { createFaultProxy } from './faults/createFaultProxy';
export type {
  FaultProxy,
  FaultProxyOptions,
  RecordedRequest,
} from './faults/createFaultProxy';
export type { Fault, FaultRule, RequestPattern } from './faults/faultRules';
