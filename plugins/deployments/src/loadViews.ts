/** Loads the module that loads what the plugin shows. */
export const loadViews = () => import('./views');
