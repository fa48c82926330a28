/* eslint-disable no-console -- it is what this is about */
import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine takes seconds for what takes milliseconds here; a test that waits for nothing still fails.
configure({ asyncUtilTimeout: 10_000 });

// Noise of the libraries around us, which would hide a warning of ours: jsdom does not know what JSS asks of style
// sheets, Material UI 4 uses findDOMNode, and the app's own header changes from uncontrolled to controlled.
const NOISE = [
  '[JSS]',
  'findDOMNode is deprecated',
  'A component changed from uncontrolled to controlled',
];

for (const level of ['warn', 'error'] as const) {
  const write = console[level];
  console[level] = (...args: unknown[]) => {
    if (!NOISE.some(noise => String(args[0]).includes(noise))) {
      write(...args);
    }
  };
}
