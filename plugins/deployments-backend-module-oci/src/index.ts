export { deploymentsModuleOci as default } from './module';
