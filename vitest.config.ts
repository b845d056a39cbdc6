import { defineConfig } from 'vitest/config';
import { bubblewrap } from './grader/sandbox/levels/bubblewrap.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // TensorFlow.js holds its backend in a global: a process for each test file keeps them apart.
    pool: 'forks',
    // Several files start sandboxes; more at once than cores makes limits on wall time meaningless.
    maxWorkers: 2,
    // Where there is no bubblewrap: the tests' submissions are our own.
    env: bubblewrap.unavailableReason() ? { A3_SANDBOX: 'permission' } : {},
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
