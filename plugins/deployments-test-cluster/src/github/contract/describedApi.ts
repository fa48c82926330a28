import { Document, OpenAPIBackend } from 'openapi-backend';
import { buildErrorBody, GitHubError } from './gitHubError';

/** Something that the description does not allow. */
export interface Violation {
  /** Whether a client asked wrongly or the stand-in answered wrongly. */
  direction: 'request' | 'response';
  method: string;
  /** Without the query. */
  path: string;
  /** Status of the response that was refused. */
  status?: number;
  /** What is wrong, one sentence each. */
  errors: string[];
}

/** A request, after the description allowed it. */
export interface OperationRequest {
  params: Record<string, string>;
  query: Record<string, string>;
  /** Parsed JSON; an empty object without a body. */
  body: Record<string, unknown>;
  /** The client's `Accept` header. */
  accept: string;
  /** The request's own URL, absolute. */
  url: URL;
}

/** A response, before the description allows it. Text is sent as it is, everything else as JSON. */
export interface OperationResponse {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export type Operation = (
  request: OperationRequest,
) => OperationResponse | Promise<OperationResponse>;

/** A request as it arrived. */
export interface RawRequest {
  method: string;
  /** Below the API's root, without the query. */
  path: string;
  url: URL;
  accept: string;
  /** The body's text. */
  text: string;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const FORMATS = {
  'date-time': DATE_TIME,
  // GitHub's defaults for URLs are empty texts.
  uri: (text: string) => text === '' || URL.canParse(text),
  email: /^[^@\s]+@[^@\s]+$/,
  'repo.nwo': /^[\w.-]+\/[\w.-]+$/,
  timestamp: true as const,
};

/** Parameters that may contain slashes: the rest of the path belongs to them. */
const MULTI_SEGMENT =
  /^(\/repos\/[^/]+\/[^/]+\/(?:contents|git\/refs?|compare|commits))\/(.+?)(\/pulls)?$/;

/** The router splits paths at slashes, so those inside a parameter are encoded. */
function encodeSlashes(path: string): string {
  return path.replace(
    MULTI_SEGMENT,
    (_match, start: string, parameter: string, end = '') =>
      `${start}/${parameter.replaceAll('/', '%2F')}${end}`,
  );
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function parseBody(text: string): Record<string, unknown> | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON');
  }
}

type ValidationErrors = { instancePath: string; message?: string }[];

function writeErrors(errors: ValidationErrors | null | undefined): string[] {
  return (errors ?? []).map(
    ({ instancePath, message }) =>
      `${instancePath || 'the whole'} ${message ?? 'is not allowed'}`,
  );
}

/** Serves operations as a description allows: it refuses wrong requests, and wrong responses of the operations. */
export class DescribedApi {
  readonly #api: OpenAPIBackend;
  readonly #operations: Record<string, Operation>;
  readonly #violations: Violation[] = [];

  private constructor(
    api: OpenAPIBackend,
    operations: Record<string, Operation>,
  ) {
    this.#api = api;
    this.#operations = operations;
  }

  /** @param operations - by operation id */
  static async create(options: {
    description: Document;
    operations: Record<string, Operation>;
  }): Promise<DescribedApi> {
    const api = new OpenAPIBackend({
      definition: options.description,
      quick: true,
      ajvOpts: { strict: false, formats: FORMATS, allErrors: true },
    });
    await api.init();
    return new DescribedApi(api, options.operations);
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** Never throws a {@link GitHubError}: errors are responses, too. */
  async handle(raw: RawRequest): Promise<OperationResponse> {
    if (!isDecodable(raw.path)) {
      return this.#refuseRequest(raw, 400, 'Bad Request', [
        'The path is not encoded correctly.',
      ]);
    }
    const path = encodeSlashes(raw.path);
    const routed = {
      method: raw.method,
      path,
      query: Object.fromEntries(raw.url.searchParams),
      headers: { 'content-type': 'application/json' },
    };
    const operation = this.#api.matchOperation(routed);
    if (!operation?.operationId) {
      return this.#refuseRequest(raw, 404, 'Not Found', [
        'The description has no such operation.',
      ]);
    }
    const { operationId } = operation;
    const run = this.#operations[operationId];
    if (!run) {
      return this.#refuseRequest(raw, 501, 'Not Implemented', [
        `The stand-in does not implement ${operationId}.`,
      ]);
    }
    let body: Record<string, unknown> | undefined;
    try {
      body = parseBody(raw.text);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      return this.#refuseRequest(raw, error.status, error.message, [
        'The body is not JSON.',
      ]);
    }
    const request = { ...routed, body };
    const { errors } = this.#api.validateRequest(request, operation);
    if (errors) {
      const sentences = writeErrors(errors);
      return this.#refuseRequest(
        raw,
        422,
        `Invalid request.\n\n${sentences.join('\n')}`,
        sentences,
      );
    }
    const { params } = this.#api.router.parseRequest(request, operation);
    const response = await this.#run(run, {
      params: params as Record<string, string>,
      query: routed.query,
      body: body ?? {},
      accept: raw.accept,
      url: raw.url,
    });
    return this.#checkResponse(raw, operation, response);
  }

  async #run(
    operation: Operation,
    request: OperationRequest,
  ): Promise<OperationResponse> {
    try {
      return await operation(request);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      return {
        status: error.status,
        headers: error.headers,
        body: buildErrorBody(error.status, error.message),
      };
    }
  }

  #checkResponse(
    raw: RawRequest,
    operation: NonNullable<ReturnType<OpenAPIBackend['matchOperation']>>,
    response: OperationResponse,
  ): OperationResponse {
    const { status, body, headers = {} } = response;
    const errors: string[] = [];
    const statuses = Object.keys(operation.responses ?? {});
    const isDescribed = statuses.includes(String(status));
    // GitHub's description leaves most errors out.
    if (!isDescribed && status < 400) {
      errors.push(`The description has no status ${status} here.`);
    }
    if (status >= 400) {
      if (typeof (body as { message?: unknown })?.message !== 'string') {
        errors.push('An error needs a message.');
      }
    } else if (status === 204 || status === 304) {
      if (body !== undefined) errors.push(`${status} has no body.`);
    } else if (status === 302) {
      if (!headers.location) errors.push('302 needs a location.');
    } else if (typeof body !== 'string') {
      // A string is a raw media type, which the description does not list.
      errors.push(
        ...writeErrors(
          this.#api.validateResponse(body ?? null, operation, status).errors,
        ),
      );
    }
    errors.push(
      ...writeErrors(
        this.#api.validateResponseHeaders(headers, operation, {
          statusCode: status,
        }).errors,
      ),
    );
    if (errors.length === 0) return response;
    this.#violations.push({
      direction: 'response',
      method: raw.method,
      path: raw.path,
      status,
      errors,
    });
    return {
      status: 500,
      body: buildErrorBody(
        500,
        `The stand-in's response does not match GitHub's description: ${errors.join(
          '; ',
        )}`,
      ),
    };
  }

  #refuseRequest(
    { method, path }: RawRequest,
    status: number,
    message: string,
    errors: string[],
  ): OperationResponse {
    this.#violations.push({ direction: 'request', method, path, errors });
    return { status, body: buildErrorBody(status, message) };
  }
}
