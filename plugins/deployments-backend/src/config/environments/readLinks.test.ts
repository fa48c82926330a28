import { parse } from 'yaml';
import { collectMistakes } from '../schema/mistakes';
import { readLinks } from './readLinks';

function read(yaml: string) {
  const mistakes = collectMistakes();
  const links = readLinks(parse(yaml), ['links'], mistakes);
  return {
    links,
    mistakes: mistakes.list().map(({ path, message }) => `${path}: ${message}`),
  };
}

describe('the links of an environment', () => {
  it('are none by default', () => {
    expect(read('null')).toEqual({ links: [], mistakes: [] });
    expect(read('{ logs: null }')).toEqual({ links: [], mistakes: [] });
  });

  it('keep their order and their templates', () => {
    expect(
      read(`
logs: { title: Logs, url: 'https://logs.example.com/?q={{ service.name }}&from={{ window.fromMs }}' }
dashboard: { title: Dashboard, url: 'http://grafana.example.com' }
`),
    ).toEqual({
      links: [
        {
          title: 'Logs',
          url: 'https://logs.example.com/?q={{ service.name }}&from={{ window.fromMs }}',
        },
        { title: 'Dashboard', url: 'http://grafana.example.com' },
      ],
      mistakes: [],
    });
  });

  it.each([
    [
      'a misspelt name',
      "{ title: Logs, url: 'https://logs.example.com/{{ service.nam }}' }",
      'links.logs.url: unknown name {{ service.nam }}; did you mean "service.name"?',
    ],
    [
      'a secret',
      "{ title: Logs, url: 'https://logs.example.com/?key={{ secrets.key }}' }",
      'links.logs.url: unknown name {{ secrets.key }}',
    ],
    [
      'another scheme',
      "{ title: Logs, url: 'javascript:alert(1)' }",
      'links.logs.url: is not an address',
    ],
    [
      'a host that is filled in',
      "{ title: Logs, url: 'https://{{ service.name }}.example.com/' }",
      'links.logs.url: is not an address',
    ],
    [
      'credentials',
      "{ title: Logs, url: 'https://ana:secret@logs.example.com/' }",
      'links.logs.url: is not an address',
    ],
    [
      'open braces',
      "{ title: Logs, url: 'https://logs.example.com/?q={{ service.name' }",
      'links.logs.url: has a {{ without }}',
    ],
    ['no title', "{ url: 'https://logs.example.com/' }", 'links.logs.title: '],
  ])('are rejected with %s', (_name, link, mistake) => {
    const { mistakes } = read(`logs: ${link}`);
    expect(mistakes).toEqual([expect.stringContaining(mistake)]);
  });
});
