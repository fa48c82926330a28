import { confirmObserved } from './confirmObserved';

const VERSION = { id: 'v2', name: '2.0.0', artifact: 'sha256:2', flags: [] };

/** Confirms a success at the end of the time that the version may take to appear. */
function confirmAtTheEnd(error: Error) {
  return confirmObserved(
    { state: 'succeeded' },
    {
      expected: { version: VERSION, weight: 100 },
      observer: 'kubernetes',
      observe: async () => {
        throw error;
      },
      handle: undefined,
      now: 1_000,
      withinMs: 0,
    },
  );
}

describe('confirmObserved', () => {
  it('fails if the provider cannot look', async () => {
    expect(
      await confirmAtTheEnd(new Error('the cluster is away')),
    ).toMatchObject({
      state: 'failed',
      error: {
        code: 'not-observed',
        message: expect.stringContaining(
          'it could not be asked: the cluster is away',
        ),
      },
    });
  });

  it('does not fail while our own database is unavailable', async () => {
    const outage = Object.assign(new Error('terminating connection'), {
      code: '57P01',
    });
    await expect(confirmAtTheEnd(outage)).rejects.toBe(outage);
  });
});
