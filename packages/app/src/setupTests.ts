import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine takes seconds for what takes milliseconds here.
configure({ asyncUtilTimeout: 10_000 });
