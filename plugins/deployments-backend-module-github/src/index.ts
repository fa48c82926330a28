export { deploymentsModuleGitHub as default } from './module';
