/** The members of express 4 (`Router`, `Layer`, `Route`) that are read here. */
interface Layer {
  name: string;
  regexp: RegExp & { fast_slash?: boolean };
  handle: unknown;
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

/** Routes and middleware of an express app. */
export interface Served {
  /** E.g. `GET /api/deployments/services/:ref/overview`. */
  routes: string[];
  /** Other functions that handle requests and could respond, e.g. `/api/deployments jsonParser`. */
  middleware: string[];
}

/** Lists everything that an express app serves below a path, including nested routers. */
export function listRoutes(app: unknown, below: string): Served {
  const routes = new Set<string>();
  const middleware: string[] = [];
  const visit = (layers: Layer[], prefix: string) => {
    for (const layer of layers) {
      if (layer.route) {
        for (const path of [layer.route.path].flat()) {
          for (const method of Object.keys(layer.route.methods)) {
            routes.add(`${method.toUpperCase()} ${prefix}${path}`);
          }
        }
        continue;
      }
      const mounted = `${prefix}${getMountPath(layer)}`;
      const inner = getStack(layer.handle);
      if (inner) visit(inner, mounted);
      else middleware.push(`${mounted || '/'} ${layer.name}`);
    }
  };
  visit(getStack(app) ?? [], '');
  return {
    routes: [...routes].filter(route => route.split(' ')[1].startsWith(below)),
    middleware: middleware.filter(each => each.startsWith(below)),
  };
}

function getStack(handle: unknown): Layer[] | undefined {
  const { stack, _router } = handle as {
    stack?: Layer[];
    _router?: { stack: Layer[] };
  };
  return Array.isArray(stack) ? stack : _router?.stack;
}

/** Recovers the path of `app.use(path, …)`: express stores only a regular expression. */
function getMountPath({ regexp }: Layer): string {
  if (regexp.fast_slash) return '';
  const path = /^\^((?:\\\/[^\\?(]+)+)\\\/\?\(\?=\\\/\|\$\)$/.exec(
    regexp.source.replace(/\\([.-])/g, '$1'),
  );
  if (!path)
    throw new Error(
      `The path of the middleware ${regexp.source} could not be recovered`,
    );
  return path[1].replace(/\\\//g, '/');
}
