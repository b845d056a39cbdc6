/** Imports go one way. Each rule names what a folder may not reach; see CONTRIBUTING.md for the picture. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to },
  comment,
});

const OWN = '^(skeleton|reference|tests|grader|server|scripts|collect_submission)';

module.exports = {
  forbidden: [
    forbid('lib-is-the-bottom', '^lib/', OWN, 'lib imports nothing else of the project.'),
    forbid(
      'skeleton-imports-lib',
      '^skeleton/',
      '^(reference|tests|grader|server|scripts)/',
      'Student files import lib and each other.',
    ),
    forbid(
      'reference-imports-lib',
      '^reference/',
      '^(skeleton|tests|grader|server|scripts)/',
      'The reference imports lib and itself.',
    ),
    forbid(
      'checks-import-lib',
      '^tests/checks/',
      '^(skeleton|reference|grader|server|scripts|tests/(?!checks))',
      'Checks go into the sandbox and the handout.',
    ),
    forbid(
      'runner-imports-checks',
      '^tests/runner/',
      '^(skeleton|reference|grader|server|scripts)/',
      'The runner goes into the handout.',
    ),
    forbid(
      'collect-imports-lib',
      '^collect_submission',
      '^(skeleton|reference|tests|grader|server|scripts)/',
      'It goes into the handout.',
    ),
    forbid(
      'sandbox-child',
      '^grader/sandbox/child',
      '^(skeleton|reference|server|scripts)/|^tests/misconceptions',
      'No solution and no expected value crosses into the sandbox.',
    ),
    forbid(
      'grader-is-not-a-script',
      '^grader/',
      '^(skeleton|reference|server|scripts)/',
      'The grader loads solutions by path.',
    ),
    forbid(
      'server-is-the-top',
      '^(lib|skeleton|reference|tests|grader|scripts)/',
      '^server/',
      'Nothing imports the server.',
    ),
    forbid(
      'no-tests-in-production',
      '^(lib|skeleton|reference|grader|server|scripts)/',
      '\\.test\\.ts$',
      'Test files are run, not imported.',
    ),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
