/** What of express 4 (`Router`, `Layer`, `Route`) this reads. */
interface Layer {
  name: string;
  regexp: RegExp & { fast_slash?: boolean };
  handle: unknown;
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

export interface Served {
  /** As `GET /api/deployments/services/:ref/overview`. */
  routes: string[];
  /** Functions that see requests and are no routes, as `/api/deployments jsonParser`: they could answer by themselves. */
  middleware: string[];
}

/** All that an express app serves below a path, as its routers have it, however deep they are nested. */
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
      const mounted = `${prefix}${mountPath(layer)}`;
      const inner = stackOf(layer.handle);
      if (inner) visit(inner, mounted);
      else middleware.push(`${mounted || '/'} ${layer.name}`);
    }
  };
  visit(stackOf(app) ?? [], '');
  return {
    routes: [...routes].filter(route => route.split(' ')[1].startsWith(below)),
    middleware: middleware.filter(each => each.startsWith(below)),
  };
}

function stackOf(handle: unknown): Layer[] | undefined {
  const { stack, _router } = handle as {
    stack?: Layer[];
    _router?: { stack: Layer[] };
  };
  return Array.isArray(stack) ? stack : _router?.stack;
}

/** Where `app.use(path, …)` mounts: express keeps only the expression that it made of the path. */
function mountPath({ regexp }: Layer): string {
  if (regexp.fast_slash) return '';
  const path = /^\^((?:\\\/[^\\?(]+)+)\\\/\?\(\?=\\\/\|\$\)$/.exec(
    regexp.source.replace(/\\([.-])/g, '$1'),
  );
  if (!path) throw new Error(`Where is ${regexp.source} mounted?`);
  return path[1].replace(/\\\//g, '/');
}
