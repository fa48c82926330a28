export { deploymentsModulePrometheus as default } from './module';
