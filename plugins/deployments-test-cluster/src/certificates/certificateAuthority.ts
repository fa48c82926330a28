import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { md, pki } from 'node-forge';

const VALID_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** Tolerates a client whose clock is behind. */
const VALID_BEFORE_MS = 60 * 60 * 1000;

/** A certificate and its private key, both as PEM. */
export interface IssuedCertificate {
  certificate: string;
  key: string;
}

/** For whom a certificate is. */
interface CertificateRequest {
  commonName: string;
  /** Kubernetes takes it as the group. */
  organization?: string;
  /** Host names and IP addresses of a server; none for a client. */
  hosts?: string[];
}

/** Issues certificates for tests. */
export interface CertificateAuthority {
  /** Its own certificate as PEM, for clients that should trust it. */
  certificate: string;
  issue(request: CertificateRequest): IssuedCertificate;
}

/** Creates an RSA key pair as PEM. */
export function createKeyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

function toSubject(request: CertificateRequest): pki.CertificateField[] {
  return [
    { name: 'commonName', value: request.commonName },
    ...(request.organization
      ? [{ name: 'organizationName', value: request.organization }]
      : []),
  ];
}

function prepareCertificate(publicKey: string): pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  // The first byte keeps the number positive, and is no leading zero, which isn't allowed.
  certificate.serialNumber = `40${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - VALID_BEFORE_MS);
  certificate.validity.notAfter = new Date(Date.now() + VALID_FOR_MS);
  return certificate;
}

/** Creates a certificate authority that exists in memory alone. What it issues is valid for 30 days. */
export function createCertificateAuthority(
  commonName: string,
): CertificateAuthority {
  const pair = createKeyPair();
  const authorityKey = pki.privateKeyFromPem(pair.privateKey);
  const subject = toSubject({ commonName });
  const own = prepareCertificate(pair.publicKey);
  own.setSubject(subject);
  own.setIssuer(subject);
  own.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  own.sign(authorityKey, md.sha256.create());

  return {
    certificate: pki.certificateToPem(own),
    issue(request) {
      const keys = createKeyPair();
      const certificate = prepareCertificate(keys.publicKey);
      certificate.setSubject(toSubject(request));
      certificate.setIssuer(subject);
      const { hosts = [] } = request;
      certificate.setExtensions([
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
        {
          name: 'extKeyUsage',
          clientAuth: hosts.length === 0,
          serverAuth: hosts.length > 0,
        },
        ...(hosts.length === 0
          ? []
          : [
              {
                name: 'subjectAltName',
                // 2 is a DNS name, 7 an IP address.
                altNames: hosts.map(host =>
                  isIP(host) ? { type: 7, ip: host } : { type: 2, value: host },
                ),
              },
            ]),
      ]);
      certificate.sign(authorityKey, md.sha256.create());
      return {
        certificate: pki.certificateToPem(certificate),
        key: keys.privateKey,
      };
    },
  };
}
