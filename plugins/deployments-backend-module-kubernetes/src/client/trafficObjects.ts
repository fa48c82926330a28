import type { Condition, ObjectMeta } from './kubernetesObjects';

/** The parts that are read here of the objects that route traffic, and of ConfigMaps. */

export interface Service {
  metadata: ObjectMeta;
  spec?: {
    selector?: Record<string, string>;
    ports?: Record<string, unknown>[];
  };
}

export interface ConfigMap {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}

export interface EndpointSlice {
  metadata: ObjectMeta;
  /** `null` if there are none. */
  endpoints?:
    | {
        conditions?: { ready?: boolean };
        targetRef?: { kind?: string; uid?: string };
      }[]
    | null;
}

/** A place to which a route sends requests. */
export interface BackendRef {
  group?: string;
  /** Default: `Service`. */
  kind?: string;
  name: string;
  namespace?: string;
  port?: number;
  /** Default: 1. */
  weight?: number;
}

interface HeaderMatch {
  type?: 'Exact' | 'RegularExpression';
  name: string;
  value: string;
}

/** Which requests a rule is for. Other kinds of matches, such as `path`, are copied. */
export interface RouteMatch {
  headers?: HeaderMatch[];
  path?: { type?: string; value?: string };
}

export interface RouteRule {
  name?: string;
  matches?: RouteMatch[];
  backendRefs?: BackendRef[];
}

/** What a route belongs to, such as a gateway. */
export interface ParentRef {
  /** Default: `gateway.networking.k8s.io`. */
  group?: string;
  /** Default: `Gateway`. */
  kind?: string;
  /** Default: the namespace of the route. */
  namespace?: string;
  name: string;
  /** The name of a listener. */
  sectionName?: string;
  port?: number;
}

/** A route of the Gateway API. */
export interface HttpRoute {
  metadata: ObjectMeta;
  spec?: { parentRefs?: ParentRef[]; rules?: RouteRule[] };
  status?: {
    parents?: {
      parentRef?: ParentRef;
      controllerName?: string;
      conditions?: (Condition & { observedGeneration?: number })[];
    }[];
  };
}
