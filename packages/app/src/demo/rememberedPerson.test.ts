import { rememberedPerson } from './rememberedPerson';

/** As the browser does in a tab when another one writes. */
function inAnotherTab(write: () => void) {
  write();
  window.dispatchEvent(new StorageEvent('storage'));
}

describe('the remembered person', () => {
  let stop = () => {};
  afterEach(() => {
    stop();
    window.localStorage.clear();
  });

  it('is the same in all tabs, so that one tab learns when another signs in as somebody else', () => {
    rememberedPerson.set('ana');
    const onOther = jest.fn();
    stop = rememberedPerson.watch('ana', onOther);
    inAnotherTab(() => rememberedPerson.set('ana'));
    expect(onOther).not.toHaveBeenCalled();

    inAnotherTab(() => rememberedPerson.set('carla'));
    inAnotherTab(() => rememberedPerson.set('ben'));
    expect(onOther).toHaveBeenCalledTimes(1);
  });

  it('is gone in all tabs when one signs out', () => {
    rememberedPerson.set('ana');
    const onOther = jest.fn();
    stop = rememberedPerson.watch('ana', onOther);
    inAnotherTab(() => rememberedPerson.clear());
    expect(onOther).toHaveBeenCalledTimes(1);
  });

  it('is looked up again when a tab comes back that heard nothing', () => {
    rememberedPerson.set('ana');
    const onOther = jest.fn();
    stop = rememberedPerson.watch('ana', onOther);
    rememberedPerson.set('carla');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(onOther).toHaveBeenCalledTimes(1);
  });
});
