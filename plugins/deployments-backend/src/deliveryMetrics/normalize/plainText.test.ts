import { readSourceEvent } from '../ingestion/sourceEvents';
import { toTitle } from './plainText';

describe('a title', () => {
  it.each([
    ['with line breaks', 'High…\n=1+1 errors\r\n', 'High… =1+1 errors'],
    ['with an escape sequence', 'a\u001b[31mb', 'a [31mb'],
    ['with a bidirectional override', 'a\u202eb', 'a b'],
    ['with half a character', 'a\ud800', 'a\ufffd'],
    ['with only white space', ' \n\t', undefined],
  ])('%s is put on one line', (_, text, title) => {
    expect(toTitle(text)).toBe(title);
  });
});

const deployment = {
  id: 'event-1',
  type: 'deployment',
  service: 'component:default/checkout',
  environment: 'production',
  version: '1.0.0',
  outcome: 'succeeded',
  finishedAt: '2026-03-01T10:05:00Z',
};
const incident = {
  id: 'event-2',
  type: 'incident',
  service: 'component:default/checkout',
  incident: 'i1',
  startedAt: '2026-03-01T10:05:00Z',
};

describe('of a source', () => {
  it('with a line feed is accepted, on one line', () => {
    const title = 'High…\n=1+1 errors\n';
    expect(readSourceEvent({ ...incident, title })).toMatchObject({
      result: 'read',
      event: { title: 'High… =1+1 errors' },
    });
  });

  it.each([
    ['version', { ...deployment, version: '\n=6' }],
    ['environment', { ...deployment, environment: 'prod\u202e' }],
    ['deployment', { ...deployment, deployment: 'a\u0007b' }],
    ['incident', { ...incident, incident: 'a\rb' }],
  ])('%s with a control character is rejected', (field, event) => {
    expect(readSourceEvent(event)).toMatchObject({
      result: 'wrong',
      reason: `${field} must not contain control characters, such as a line break or a bidirectional override`,
    });
  });
});
