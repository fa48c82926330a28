import type { Workload } from '../client/kubernetesObjects';
import { TEMPLATE_ANNOTATIONS } from './annotations';

/** The part of a pod template that a deployment changes. */
export interface TemplateState {
  /** Images by container. */
  containers: Record<string, string>;
  initContainers: Record<string, string>;
  /** `null`: absent. */
  annotations: Record<string, string | null>;
}

/** The containers that a deployment changes. */
export interface ChosenContainers {
  containers: string[];
  initContainers: string[];
}

/** Reads the state of these containers. A container that the template no longer has is left out. */
export function readTemplateState(
  workload: Workload,
  chosen: ChosenContainers,
): TemplateState {
  const { metadata, spec } = workload.spec?.template ?? {};
  const pick = (
    containers: { name: string; image?: string }[] | undefined,
    names: string[],
  ) =>
    Object.fromEntries(
      (containers ?? [])
        .filter(({ name }) => names.includes(name))
        .map(({ name, image }) => [name, image ?? '']),
    );
  return {
    containers: pick(spec?.containers, chosen.containers),
    initContainers: pick(spec?.initContainers, chosen.initContainers),
    annotations: Object.fromEntries(
      TEMPLATE_ANNOTATIONS.map(name => [
        name,
        metadata?.annotations?.[name] ?? null,
      ]),
    ),
  };
}

/** Returns which containers a state is about. */
export function listContainers(state: TemplateState): ChosenContainers {
  return {
    containers: Object.keys(state.containers),
    initContainers: Object.keys(state.initContainers),
  };
}

/** Whether two states have the same images and annotations. */
export function isSameTemplate(a: TemplateState, b: TemplateState): boolean {
  return (
    isSameRecord(a.containers, b.containers) &&
    isSameRecord(a.initContainers, b.initContainers) &&
    isSameRecord(a.annotations, b.annotations)
  );
}

/** Whether two states have the same images. */
export function hasSameImages(a: TemplateState, b: TemplateState): boolean {
  return (
    isSameRecord(a.containers, b.containers) &&
    isSameRecord(a.initContainers, b.initContainers)
  );
}

function isSameRecord(
  a: Record<string, string | null>,
  b: Record<string, string | null>,
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && a[key] === b[key])
  );
}

/**
 * Writes a state as the `template` of a strategic merge patch, which changes nothing else.
 *
 * @param present - The template's annotations. API servers store `null` as an empty annotation where there are none yet, so
 *   only annotations that exist are deleted.
 */
export function toTemplatePatch(
  state: TemplateState,
  present: Record<string, string> = {},
): Record<string, unknown> {
  const toList = (images: Record<string, string>) =>
    Object.entries(images).map(([name, image]) => ({ name, image }));
  return {
    metadata: {
      annotations: Object.fromEntries(
        Object.entries(state.annotations).filter(
          ([name, value]) => value !== null || Object.hasOwn(present, name),
        ),
      ),
    },
    spec: {
      containers: toList(state.containers),
      ...(Object.keys(state.initContainers).length > 0
        ? { initContainers: toList(state.initContainers) }
        : {}),
    },
  };
}

/** Reads a state that was stored; `undefined` if it is none. */
export function parseTemplateState(value: unknown): TemplateState | undefined {
  const state = value as Partial<TemplateState> | null | undefined;
  return isRecord(state?.containers) &&
    isRecord(state?.initContainers) &&
    isRecord(state?.annotations)
    ? (state as TemplateState)
    : undefined;
}

function isRecord(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(it => it === null || typeof it === 'string')
  );
}
