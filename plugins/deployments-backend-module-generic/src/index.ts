export { deploymentsModuleGeneric as default } from './module';
