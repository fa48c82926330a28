export { deploymentsModuleLocal as default } from './module';
