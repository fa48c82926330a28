/**
 * A real Kubernetes cluster and a real registry for tests, and a proxy that injects faults.
 *
 * @packageDocumentation
 */
export type { CertificateAuthority } from './certificates/certificateAuthority';
export { createCertificateAuthority } from './certificates/certificateAuthority';
export {
  ClusterUnavailableError,
  explainUnsupportedMachine,
} from './build/requirements';
export { Cluster } from './cluster/cluster';
export type { Deployer, PolicyRule } from './cluster/cluster';
export type { ClusterDescription } from './cluster/clusterDescription';
export { buildExampleService } from './image/buildExampleService';
export { buildNodeImage } from './image/buildNodeImage';
export type { ServiceBehaviour } from './image/buildNodeImage';
export type { ImageFile } from './image/packFiles';
export type { ImageContent } from './image/writeImage';
export { CommandFailedError } from './cluster/nodeProcess';
export { describeWithCluster } from './cluster/describeWithCluster';
export { readCluster } from './cluster/readCluster';
export { startCluster } from './cluster/startCluster';
export type { StartedCluster } from './cluster/startCluster';
export { createFaultProxy } from './faults/createFaultProxy';
export type {
  FaultProxy,
  FaultProxyOptions,
  RecordedRequest,
} from './faults/createFaultProxy';
export type { Fault, FaultRule, RequestPattern } from './faults/faultRules';
export { defineHttpRoutes, startTestGateway } from './gateway/startTestGateway';
export type { TestGateway } from './gateway/startTestGateway';
export { startGitHubStandIn } from './github/startGitHubStandIn';
export type {
  GitHubStandIn,
  GitHubStandInOptions,
  RunSummary,
} from './github/startGitHubStandIn';
export type { Violation } from './github/contract/describedApi';
export type {
  StepContext,
  WorkflowDefinition,
  WorkflowJob,
} from './github/model/workflow';
export type {
  CommitSettings,
  PullSettings,
  RepositorySettings,
} from './github/model/repository';
export { describeWithRegistry } from './registry/describeWithRegistry';
export type {
  IndexEntry,
  PushedImage,
  RegistryPusher,
} from './registry/registryPusher';
export { startRegistry } from './registry/startRegistry';
export type { StartedRegistry } from './registry/startRegistry';
export type { RegistryLogin, TokenServer } from './registry/startTokenServer';
export { describeWithPrometheus } from './prometheus/describeWithPrometheus';
export { explainMissingPrograms } from './build/explainMissingPrograms';
export type { MonitoringProgram } from './prometheus/monitoringProgram';
export { startAlertmanager } from './prometheus/startAlertmanager';
export { startPrometheus } from './prometheus/startPrometheus';
export type { PrometheusOptions } from './prometheus/startPrometheus';
