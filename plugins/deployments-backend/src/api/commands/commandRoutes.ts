import { isPersonsDecision } from '../../domain/deployment/decide/personDecisions';
import { operation } from '../../http/operation';
import { getCommand, sendCommand } from './commandHandlers';
import type { RouteOptions } from '../routeOptions';

export function addCommandRoutes(options: RouteOptions) {
  const { router, api, resolveCaller, requireUser } = options;

  router.post(
    '/deployments/:id/commands',
    operation('sendCommand', async ({ path, body, http }) => {
      const caller = await (isPersonsDecision(body.type)
        ? requireUser(http)
        : resolveCaller(http));
      return {
        status: 200,
        body: await sendCommand(api, caller, path.id, body),
      };
    }),
  );

  router.get(
    '/deployments/:id/commands/:commandId',
    operation('getCommand', async ({ path, http }) => ({
      status: 200,
      body: await getCommand(
        api,
        await resolveCaller(http),
        path.id,
        path.commandId,
      ),
    })),
  );
}
