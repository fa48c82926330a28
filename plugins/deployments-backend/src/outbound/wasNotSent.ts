import type { ErrorLike } from './findErrorCode';
import { listCauses, findErrorCode } from './findErrorCode';

/** Codes of errors that end a request before its first byte is sent. */
const CODES_BEFORE_FIRST_BYTE = new Set([
  // The name could not be resolved, or nothing responded at the address.
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  // The request is invalid.
  'ERR_INVALID_URL',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_PROTOCOL',
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  // The certificate was rejected, which happens before the request is sent.
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CRL_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** OpenSSL's errors of a failed TLS handshake. Other OpenSSL errors, e.g. a bad record, can also come later. */
const HANDSHAKE_CODE =
  /^ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|VERSION_TOO_LOW|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_MD_TOO_WEAK|\w*ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY|UNRECOGNIZED_NAME|NO_APPLICATION_PROTOCOL))$/;

/** Part of Node's message for a connection that ended in the handshake. The error code is the same for any reset. */
const HANDSHAKE_MESSAGE = 'before secure TLS connection was established';

/**
 * Whether a request certainly did not arrive, from the error that fetch threw. False in doubt: the request may have
 * arrived.
 */
export function wasNotSent(error: unknown, signal: AbortSignal): boolean {
  const causes = listCauses(error);
  if (causes.some(endedBeforeFirstByte)) {
    return true;
  }
  // Fetch rejects what it cannot send (a port that browsers block, an unknown scheme) with a TypeError without a code.
  return (
    !signal.aborted &&
    causes[0]?.name === 'TypeError' &&
    findErrorCode(error) === undefined
  );
}

function endedBeforeFirstByte(error: ErrorLike): boolean {
  const { code, syscall, message, errors } = error;
  if (typeof code === 'string') {
    if (CODES_BEFORE_FIRST_BYTE.has(code) || HANDSHAKE_CODE.test(code)) {
      return true;
    }
  }
  // A reset or time-out while connecting; later ones have another syscall.
  if (syscall === 'connect' || syscall === 'getaddrinfo') {
    return true;
  }
  if (typeof message === 'string' && message.includes(HANDSHAKE_MESSAGE)) {
    return true;
  }
  // Node tried several addresses of one name.
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every(each => listCauses(each).some(endedBeforeFirstByte))
  );
}
