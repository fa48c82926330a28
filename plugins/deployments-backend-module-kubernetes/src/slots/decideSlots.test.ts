import { FencedError } from '@slipway/backstage-plugin-deployments-node';
import {
  listServed,
  perform,
  type ModelObjects,
} from './__testUtils__/modelCluster';
import {
  abort,
  apply,
  buildContext,
  buildFirst,
  buildSlot,
  buildSteady,
  finalize,
  shift,
} from './__testUtils__/slotsFixture';

const context = buildContext();
const CANDIDATE = 'checkout-b-222';

const countPods = (objects: ModelObjects, slot: 'workload' | 'a' | 'b') =>
  (objects[slot]?.spec as { replicas?: number } | undefined)?.replicas;
const getSelector = ({ service }: ModelObjects) =>
  (service?.spec as { selector: Record<string, string> }).selector;

describe('a deployment to slots', () => {
  it('starts next to what runs, switches, stops the other slot, and ends with nothing else changed', () => {
    const applied = perform(buildSteady(), apply(context)).objects;
    expect(listServed(applied)).toEqual(['checkout-a']);
    expect(countPods(applied, 'b')).toBe(2);
    const shifted = perform(applied, shift(context, CANDIDATE, 100)).objects;
    expect(listServed(shifted)).toEqual(['checkout-b']);
    expect(countPods(shifted, 'a')).toBe(2);
    const ended = perform(shifted, finalize(context, CANDIDATE)).objects;
    expect(listServed(ended)).toEqual(['checkout-b']);
    expect(countPods(ended, 'a')).toBe(0);
  });

  it('narrows the Service to the pods of the workload before the first slot starts, and an abort widens it again', () => {
    const initial = buildFirst();
    const { objects, writes } = perform(initial, apply(context));
    expect(listServed(objects)).toEqual(['checkout']);
    const changed = writes.flatMap(({ object, kind, ...write }) =>
      kind === 'patch' && JSON.stringify(write).includes('/spec')
        ? [object]
        : [],
    );
    expect(changed).toEqual(['service', 'a']);
    const aborted = perform(objects, abort(context)).objects;
    expect(getSelector(aborted)).toEqual(getSelector(initial));
    expect(listServed(aborted)).toEqual(['checkout']);
  });

  it('leaves the number of pods to an autoscaler once the slot has started', () => {
    const applied = perform(buildSteady(), apply(context)).objects;
    const scaled: ModelObjects = {
      ...applied,
      b: {
        ...applied.b!,
        spec: { ...(applied.b!.spec as object), replicas: 7 },
      },
    };
    const shifted = perform(scaled, shift(context, CANDIDATE, 100)).objects;
    const ended = perform(shifted, finalize(context, CANDIDATE)).objects;
    expect(countPods(ended, 'b')).toBe(7);
  });

  it('changes nothing when a key is delivered again, also for the next owner', () => {
    const { objects } = perform(buildSteady(), apply(context));
    expect(perform(objects, apply(context)).writes).toEqual([]);
    const next = perform(objects, apply(buildContext({ fence: 2 })));
    expect(next.objects.b?.spec).toEqual(objects.b?.spec);
  });

  it('rejects a known key with another body', () => {
    const { objects } = perform(buildSteady(), apply(context));
    const other = { name: '3.0.0', artifact: 'registry.example.com/shop/x:3' };
    expect(() => perform(objects, apply(context, other))).toThrow(
      expect.objectContaining({ code: 'key_reused' }),
    );
  });

  it('is fenced by the objects if somebody has deleted the record', () => {
    const { objects } = perform(
      buildSteady(),
      apply(buildContext({ fence: 5 })),
    );
    const { record: _, ...forgotten } = objects;
    expect(() => perform(forgotten, apply(buildContext({ fence: 4 })))).toThrow(
      FencedError,
    );
  });

  it('starts nothing if the version already runs, and its abort stops nothing', () => {
    const same = { name: '1.0.0', artifact: buildImage() };
    const { objects } = perform(buildSteady(), apply(context, same));
    expect(countPods(objects, 'b')).toBe(0);
    const aborted = perform(objects, abort(context)).objects;
    expect(countPods(aborted, 'a')).toBe(2);
    expect(listServed(aborted)).toEqual(['checkout-a']);
  });

  it('refuses a Deployment of the same name that Slipway did not create', () => {
    const foreign = buildSlot('b');
    foreign.metadata.annotations = {};
    expect(() =>
      perform({ ...buildSteady(), b: foreign }, apply(context)),
    ).toThrow(expect.objectContaining({ code: 'consent_missing' }));
  });

  it('leaves alone what belongs to somebody else when it is aborted', () => {
    const foreign = buildContext({ service: 'component:default/other' });
    expect(perform(buildSteady(), abort(foreign)).writes).toEqual([]);
  });
});

function buildImage(): string {
  const spec = buildSlot('a').spec as {
    template: { spec: { containers: { image: string }[] } };
  };
  return spec.template.spec.containers[0]!.image;
}
