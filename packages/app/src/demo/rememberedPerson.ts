const KEY = 'slipway-demo-user';

/**
 * Who is signed in, across reloads. Each tab keeps its own person, so that a
 * visitor can ask for a deployment in one and approve it in another; a new tab
 * begins as the person who signed in last.
 */
export const rememberedPerson = {
  get: () =>
    window.sessionStorage.getItem(KEY) ??
    window.localStorage.getItem(KEY) ??
    undefined,

  set: (userName: string) => {
    window.sessionStorage.setItem(KEY, userName);
    window.localStorage.setItem(KEY, userName);
  },

  clear: () => {
    window.sessionStorage.removeItem(KEY);
    window.localStorage.removeItem(KEY);
  },
};
