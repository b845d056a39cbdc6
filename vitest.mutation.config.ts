import { defineConfig } from 'vitest/config';

/** For Stryker: only the checks of the reference on the stored fixtures, which no change of the reference can change too. */
export default defineConfig({
  test: {
    include: ['tests/assignment/reference.test.ts'],
    testNamePattern: 'stored fixtures',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
