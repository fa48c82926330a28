import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import type { MeasureResponse, MeasureCall } from '../world/protocol';
import { callWorld } from './callWorld';

/** Measures a version in the world, where the seed decides the result. */
export const recordedCheck: CheckProvider = {
  id: 'recorded',
  schema: z.strictObject({}),
  separatesCandidate: () => true,
  describe: () => ({ measure: 'health', measurementTarget: 'candidate' }),
  async measure(request) {
    const call: MeasureCall = {
      artifact: request.candidate?.artifact ?? request.version.artifact,
      deploymentId: request.deploymentId,
      check: 'well',
    };
    const answer = await callWorld<MeasureResponse>(
      '/measure',
      call,
      request.signal,
    );
    switch (answer.answer) {
      case 'value':
        return { value: answer.value, samples: 1 };
      case 'nothing':
        return undefined;
      case 'error':
        throw new Error(answer.message);
      default: {
        const unknown: never = answer;
        throw new Error(`Unknown answer ${JSON.stringify(unknown)}`);
      }
    }
  },
};
