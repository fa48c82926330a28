import { z } from 'zod';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import type { LinkModel } from '../../domain/model/deploymentsModel';
import { TEMPLATE_NAMES, WINDOW_NAMES } from '../schema/vocabulary';
import { listTemplateUses } from '../schema/listTemplateUses';
import type { Mistakes } from '../schema/mistakes';
import { checkName, readRecord, readShape } from '../schema/shape';

/** The names in `{{ … }}` of a link. Secrets and inputs are none of them, because every reader sees the link. */
const LINK_NAMES: readonly string[] = [
  ...TEMPLATE_NAMES.filter(name => !/^baseline\.|\.url$/.test(name)),
  ...WINDOW_NAMES,
];

const linkShape = z.strictObject({
  title: z.string().min(1).max(100),
  url: z.string().max(1_000),
});

/** The host decides where readers are sent, so it is written out. */
const WRITTEN_HOST = /^https?:\/\/[^/?#{}]+(?:[/?#]|$)/i;

/** Reads `links` of an environment, in the order of app-config. Invalid links are reported and left out. */
export function readLinks(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): LinkModel[] {
  return readRecord(value, path, mistakes, checkName).flatMap(([name, raw]) => {
    const link = readShape(linkShape, raw, [...path, name], mistakes);
    if (!link) {
      return [];
    }
    const here = [...path, name, 'url'];
    for (const use of listTemplateUses(link.url, here, mistakes)) {
      if (!LINK_NAMES.includes(use.name)) {
        mistakes.add(
          here,
          `unknown name {{ ${use.name} }}${didYouMean(use.name, LINK_NAMES)}`,
        );
      }
    }
    if (
      !WRITTEN_HOST.test(link.url) ||
      !isWebAddress(link.url.replace(/\{\{.*?\}\}/gs, 'example'))
    ) {
      mistakes.add(
        here,
        'is not an address; expected one that starts with https:// or http:// and a host, without {{ … }} and credentials in it',
      );
    }
    return [link];
  });
}
