import { readOpenApiDocument } from '../openApiDocument';

interface Parameter {
  in: string;
  name: string;
}

interface DocumentedOperation {
  operationId: string;
  parameters?: readonly (Parameter | { $ref: string })[];
}

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** Lists the operations of the OpenAPI document whose paths are accepted, each with the names of its query parameters. */
export function listOperations(accept: (path: string) => boolean) {
  const { paths, components } = readOpenApiDocument();
  const resolve = (parameter: Parameter | { $ref: string }): Parameter => {
    if (!('$ref' in parameter)) return parameter;
    const name = parameter.$ref.split('/').pop() ?? '';
    return components.parameters[name] as Parameter;
  };
  return Object.entries(paths)
    .filter(([path]) => accept(path))
    .flatMap(([path, item]) =>
      METHODS.flatMap(method => {
        const found = item[method] as DocumentedOperation | undefined;
        if (!found) return [];
        const query = (found.parameters ?? [])
          .map(resolve)
          .filter(parameter => parameter.in === 'query')
          .map(({ name }) => name);
        return [{ operationId: found.operationId, method, path, query }];
      }),
    );
}
