import { X509Certificate } from 'node:crypto';
import { createCertificateAuthority } from './certificateAuthority';

jest.mock('node:crypto', () => ({
  ...jest.requireActual('node:crypto'),
  randomBytes: (size: number) => Buffer.alloc(size),
}));

describe('createCertificateAuthority', () => {
  it('gives certificates valid serial numbers, even if random bytes are zeros', () => {
    const authority = createCertificateAuthority('test');
    const { certificate } = authority.issue({ commonName: 'client' });
    const issuer = new X509Certificate(authority.certificate);
    const issued = new X509Certificate(certificate);
    expect(issued.checkIssued(issuer)).toBe(true);
  });
});
