import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import {
  createCommandFixture,
  until,
  type CommandFixture,
} from './__testUtils__/commandFixture';
import { createCommandService } from './command/commandService';
import { createCommandStep } from './command/commandStep';
import { createCommandTarget } from './commandTarget/commandTarget';
import { readCommandConfig } from './config/readCommandConfig';
import { readHttpConfig } from './config/readHttpConfig';
import { createEndpointClient } from './httpTarget/endpointClient';
import { createHttpTarget } from './httpTarget/httpTarget';

jest.setTimeout(60_000);

const HOW_TO = resolve(__dirname, '../../../docs/how-to');
const pages = [
  'run-a-command.md',
  'deploy-over-http.md',
  ...readdirSync(join(HOW_TO, 'recipes')).map(name => `recipes/${name}`),
];
const readBlocks = (page: string, language: string) =>
  [
    ...readFileSync(join(HOW_TO, page), 'utf8').matchAll(
      new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'),
    ),
  ].map(([, text = '']) => text);

const examples = pages.flatMap(page =>
  readBlocks(page, 'yaml').map(
    (text, index) => [`${page} #${index + 1}`, text] as const,
  ),
);

describe('examples of commands and endpoints', () => {
  it.each(examples)('in %s are valid', (_, text) => {
    const document = parse(text.replaceAll(/\$\{[A-Z_]+\}/g, 'a-value'));
    const config = new ConfigReader(document);
    const commandConfig = readCommandConfig(config);
    const commands = commandConfig && createCommandService(commandConfig);
    const httpConfig = readHttpConfig(config);
    const endpoints =
      httpConfig &&
      new Map(
        [...httpConfig].map(
          ([name, endpoint]) => [name, createEndpointClient(endpoint)] as const,
        ),
      );
    const step = createCommandStep(commands);
    // The engine fills in names before a provider sees its settings.
    const { goldenPaths = {}, environments = {} } = JSON.parse(
      JSON.stringify(document.deployments).replaceAll(
        /\{\{ [a-z.]+ \}\}/g,
        'example',
      ),
    );
    for (const { steps } of Object.values<any>(goldenPaths)) {
      for (const { use, with: settings } of steps) {
        if (use !== 'command') continue;
        const parsed = step.schema['~standard'].validate(settings) as any;
        expect(parsed.issues).toBeUndefined();
        expect(step.findProblems!(parsed.value)).toEqual([]);
      }
    }
    const targets = [
      createCommandTarget(commands),
      createHttpTarget(endpoints),
    ];
    const problems = Object.values<any>(environments).flatMap(({ target }) => {
      const { provider, ...settings } = target;
      return (
        targets.find(({ id }) => id === provider)?.validateSettings(settings) ??
        []
      );
    });
    expect(problems).toEqual([]);
    endpoints?.forEach(client => client.close());
  });
});

describe('the scripts of the recipes', () => {
  let fixture: CommandFixture;
  let server: Server;
  let url: string;
  let requests: string[];
  /** What the build or the execution ends with; it runs until this is set. */
  let end: string | undefined;

  beforeEach(async () => {
    requests = [];
    end = undefined;
    fixture = await createCommandFixture();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method = '', url: path = '' } = request;
      requests.push(`${method} ${path} ${body}`);
      if (request.headers.authorization === undefined) {
        response.writeHead(401).end();
        return;
      }
      respond(method, path, (status, content, headers = {}) =>
        response
          .writeHead(status, headers)
          .end(content && JSON.stringify(content)),
      );
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await fixture.dispose();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  function respond(
    method: string,
    path: string,
    send: (
      status: number,
      content?: object,
      headers?: Record<string, string>,
    ) => void,
  ) {
    const route = `${method} ${path.split('?')[0]}`;
    switch (route) {
      // As Jenkins responds.
      case 'POST /job/deploy-checkout/buildWithParameters':
        send(201, undefined, { location: `${url}/queue/item/31/` });
        return;
      case 'GET /queue/item/31/api/json':
        send(200, { executable: { number: 7 } });
        return;
      case 'GET /job/deploy-checkout/7/api/json':
        send(200, { building: end === undefined, result: end ?? null });
        return;
      case 'POST /job/deploy-checkout/7/stop':
        end = 'ABORTED';
        send(302, undefined, { location: url });
        return;
      // As Gate responds.
      case 'POST /pipelines/shop/Deploy%20checkout':
        send(202, { ref: '/pipelines/01H' });
        return;
      case 'GET /pipelines/01H':
        send(200, { id: '01H', status: end ?? 'RUNNING' });
        return;
      case 'PUT /pipelines/01H/cancel':
        end = 'CANCELED';
        send(200);
        return;
      default:
        send(404);
    }
  }

  const RECIPES = [
    {
      name: 'Jenkins',
      page: 'recipes/jenkins.md',
      parameters: { job: 'deploy-checkout' },
      secrets: { JENKINS_AUTH: 'eva:api-token-4711' },
      address: 'JENKINS_URL',
      ends: { good: 'SUCCESS', bad: 'UNSTABLE' },
      follows: 'GET /job/deploy-checkout/7/api/json',
      stop: 'POST /job/deploy-checkout/7/stop ',
      starts:
        /^POST \/job\/deploy-checkout\/buildWithParameters VERSION=1.4.2&ARTIFACT=sha256%3Aaaaa&SLIPWAY_KEY=/,
    },
    {
      name: 'Spinnaker',
      page: 'recipes/spinnaker.md',
      parameters: { application: 'shop', pipeline: 'Deploy checkout' },
      secrets: { GATE_TOKEN: 'gate-token-4711' },
      address: 'GATE_URL',
      ends: { good: 'SUCCEEDED', bad: 'TERMINAL' },
      follows: 'GET /pipelines/01H',
      stop: 'PUT /pipelines/01H/cancel ',
      starts:
        /^POST \/pipelines\/shop\/Deploy%20checkout \{"type":"manual","correlationId":"[^"]+","parameters":\{"version":"1.4.2"/,
    },
  ];

  describe.each(RECIPES)('$name', recipe => {
    let use: { command: string; parameters: object };

    beforeEach(async () => {
      const [script = ''] = readBlocks(recipe.page, 'js');
      const file = join(fixture.folder, 'script.mjs');
      await writeFile(file, script);
      const [text = ''] = readBlocks(recipe.page, 'yaml');
      const { commands } = parse(text).deployments.command;
      const [[name, command]] = Object.entries<any>(commands) as [
        [string, any],
      ];
      fixture.configure({
        commands: {
          [name]: {
            ...command,
            program: process.execPath,
            arguments: [file, ...command.arguments.slice(1)],
            environment: { [recipe.address]: url, EVERY_MS: '50' },
            secrets: recipe.secrets,
          },
        },
      });
      use = { command: name, parameters: recipe.parameters };
    });

    it.each([
      ['good', 'succeeded'],
      ['bad', 'failed'],
    ] as const)('follows it to a %s end', async (which, state) => {
      const request = fixture.buildRequest(use as {});
      const started = await fixture.step.start(request);
      await until(() => requests.some(line => line.startsWith(recipe.follows)));
      end = recipe.ends[which];
      expect(await fixture.finish(request, started)).toMatchObject({ state });
      expect(requests.filter(line => recipe.starts.test(line))).toHaveLength(1);
      expect(fixture.lines.join('\n')).toContain(recipe.ends[which]);
      expect(fixture.lines.join('\n')).not.toContain('4711');
    });

    it('cancels it', async () => {
      const request = fixture.buildRequest(use as {});
      const started = await fixture.step.start(request);
      await until(() => requests.some(line => line.startsWith(recipe.follows)));
      const { handle } = started as { handle: {} };
      expect(await fixture.step.cancel({ ...request, handle })).toBe(
        'cancelled',
      );
      expect(requests).toContain(recipe.stop);
    });

    it('fails if it is refused', async () => {
      const [name] = Object.keys(recipe.parameters);
      const other = { ...recipe.parameters, [name!]: 'other' };
      expect(
        await fixture.run({ ...use, parameters: other } as {}),
      ).toMatchObject({
        state: 'failed',
        error: { message: expect.stringContaining('HTTP 404') },
      });
    });
  });
});
