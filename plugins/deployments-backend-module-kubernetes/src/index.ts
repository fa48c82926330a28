export { deploymentsModuleKubernetes as default } from './module';
