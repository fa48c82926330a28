/* eslint-disable no-console -- it is what this is about */
import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// On a busy machine, milliseconds become seconds. A test that waits in vain still fails.
configure({ asyncUtilTimeout: 10_000 });

// JSS believes it is on a server and inserts no styles, which jsdom takes a third of a suite's time to apply. What is hidden
// only by a style of Material UI counts as visible.
jest.mock('is-in-browser', () => ({ __esModule: true, default: false }));

// Known warnings of libraries, which would hide our own: jsdom does not know what JSS asks of style
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
