export * from './assess';
export * from './measurement';
export * from './threshold';
