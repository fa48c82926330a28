import { z } from 'zod';
import {
  instanceSchema,
  replicaSchema,
  serviceEnvironmentStateSchema,
  type ServiceEnvironmentState,
} from './serviceEnvironmentState';

/** An instance of format 1, which was always one process. */
const instanceSchemaV1 = instanceSchema
  .omit({
    size: true,
    maxUnavailable: true,
    surge: true,
    replicas: true,
    nextReplica: true,
  })
  .extend(replicaSchema.omit({ hasJoined: true, isRetired: true }).shape);

const stateSchemaV1 = serviceEnvironmentStateSchema
  .omit({ rollingTo: true })
  .extend({ schema: z.literal(1), instances: z.array(instanceSchemaV1) });

/**
 * Parses the content of a state file, in the current format or in that of an earlier release.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseState(content: unknown): ServiceEnvironmentState {
  const { schema } = z.object({ schema: z.number() }).parse(content);
  if (schema !== 1) return serviceEnvironmentStateSchema.parse(content);
  const state = stateSchemaV1.parse(content);
  return {
    ...state,
    schema: 2,
    instances: state.instances.map(
      ({ port, process, startedAt, restarts, failure, ...instance }) => ({
        ...instance,
        size: 1,
        maxUnavailable: 0,
        surge: 1,
        replicas: [
          {
            // Its running process is tagged with the id of the instance.
            id: instance.id,
            port,
            process,
            startedAt,
            restarts,
            failure,
            ...(instance.role === 'retired' && { isRetired: true }),
          },
        ],
        nextReplica: 1,
      }),
    ),
  };
}
