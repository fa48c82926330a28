/*
 * The rooms of plugins/deployments-backend/src, top to bottom, as docs/architecture.md explains them. A room imports only
 * from itself and from rooms below it.
 */
module.exports = [
  'cli',
  'actions',
  'api',
  'maintenance',
  'deliveryMetrics',
  'access',
  'http',
  'application',
  'execution',
  'planning',
  'targets',
  'steps',
  'checks',
  'outbound',
  'commit',
  'observability',
  'changes',
  'queue',
  'persistence',
  'config',
  'domain',
];
