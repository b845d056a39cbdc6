import { defineConfig } from 'vitest/config';
import { bubblewrap } from './grader/sandbox/levels/bubblewrap.ts';

/** What starts processes (sandboxes, parsers, esbuild, zip programs, a browser, whole commands), or trains. All others are unit tests. */
const integration = [
  'tests/architecture/**/*.test.ts',
  'tests/e2e/**/*.test.ts',
  'tests/embedded_model/{training,unseen_pictures}.test.ts',
  'tests/grader/cohort/{class,failed_regrade,one_grader_at_a_time}.test.ts',
  'tests/grader/intake/zip_tools.test.ts',
  'tests/grader/plan/secret.test.ts',
  'tests/grader/{bundle,fuzz,parser,pool,rules,runtime,sandbox,stages}/**/*.test.ts',
  'tests/lib/inspector.test.ts',
  'tests/server/**/*.test.ts',
  'tests/scripts/commands.test.ts',
];

export default defineConfig({
  test: {
    // Several files start sandboxes; more at once than cores makes limits on wall time meaningless.
    maxWorkers: 2,
    // Where there is no bubblewrap: the tests' submissions are our own.
    env: bubblewrap.unavailableReason() ? { A3_SANDBOX: 'permission' } : {},
    testTimeout: 60_000,
    // Opening the embedded Postgres takes 4 s, on a busy machine a minute.
    hookTimeout: 240_000,
    projects: [
      // TensorFlow.js holds its backend in a global: a thread or a process for each test file keeps them apart.
      { extends: true, test: { name: 'unit', pool: 'threads', include: ['tests/**/*.test.ts'], exclude: integration } },
      { extends: true, test: { name: 'integration', pool: 'forks', include: integration } },
    ],
  },
});
