/**
 * Imports go one way: lib ← harness ← assignment ← grader ← server. Rules about what must never be reached hold through
 * any number of files in between ("reachable"); the picture is in CONTRIBUTING.md.
 */
const rule = (name, from, to, comment) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to },
  comment,
});

/** No chain of imports leads there, however long. */
const unreachable = (name, from, to, comment, except) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to, reachable: true, ...(except && { pathNot: except }) },
  comment,
});

const above = (...folders) => `^(${folders.join('|')})/`;

module.exports = {
  forbidden: [
    unreachable(
      'lib-is-the-bottom',
      '^lib/',
      above('skeleton', 'reference', 'harness', 'assignment', 'embedded_model', 'tests', 'grader', 'server', 'scripts'),
      'lib is what students import; it imports nothing above it.',
    ),
    unreachable(
      'skeleton-imports-lib',
      '^skeleton/',
      above('reference', 'harness', 'assignment', 'tests', 'grader', 'server', 'scripts'),
      'Student files import lib and each other.',
    ),
    unreachable(
      'reference-imports-lib',
      '^reference/',
      above('skeleton', 'harness', 'assignment', 'tests', 'grader', 'server', 'scripts'),
      'The reference imports lib and itself.',
    ),
    unreachable(
      'wrap-up-imports-lib',
      '^wrap_up/',
      above('skeleton', 'reference', 'harness', 'assignment', 'tests', 'grader', 'server', 'scripts'),
      'Students read the papers; nothing there gives a solution away.',
    ),
    unreachable(
      'harness-knows-no-assignment',
      '^harness/',
      above('assignment', 'skeleton', 'reference', 'tests', 'grader', 'server', 'scripts'),
      'What a check is, and how it is run and judged, is the same for every assignment.',
    ),
    unreachable(
      'assignment-imports-harness',
      '^assignment/',
      above('skeleton', 'reference', 'tests', 'grader', 'server', 'scripts'),
      'Checks, misconceptions and accepted variants know nothing of how a submission is graded.',
    ),
    unreachable(
      'checks-have-no-answers',
      '^assignment/(checks/|handout\\.ts|submission\\.ts)',
      '^assignment/(assignment\\.ts|(reference_dependencies|misconceptions|accepted)/)',
      'Checks go into the sandbox and the handout.',
    ),
    unreachable(
      'handout-commands',
      '^(collect_submission|harness/)',
      above('skeleton', 'reference', 'assignment', 'tests', 'grader', 'server', 'scripts'),
      'They go into the handout.',
      '^assignment/submission\\.ts$',
    ),
    {
      name: 'grader-knows-only-the-manifest',
      severity: 'error',
      from: { path: '^grader/' },
      to: { path: '^assignment/', pathNot: '^assignment/assignment\\.ts$' },
      comment: 'Whatever the assignment, the grader is handed its manifest.',
    },
    unreachable(
      'sandbox-holds-no-answers',
      '^grader/(sandbox/child|runtime/tfjs)\\.ts$',
      '^(skeleton|reference|tests|server|scripts)/|^assignment/(reference_dependencies|misconceptions|accepted|sums)/',
      'No solution and no expected value crosses into the sandbox.',
    ),
    unreachable(
      'sandbox-holds-nothing-of-the-host',
      '^grader/sandbox/child\\.ts$',
      '^grader/',
      "The sandbox's entry reaches the pipe's two sides and nothing else of the grader: no secret, no judge, no report.",
      '^grader/sandbox/(child|frames|requests|replies)\\.ts$|^grader/types\\.ts$|^grader/findings/|^grader/report/results_schema\\.ts$',
    ),
    unreachable(
      'grader-is-not-a-script',
      '^grader/',
      above('skeleton', 'reference', 'tests', 'server', 'scripts'),
      'The grader loads solutions by path.',
    ),
    {
      name: 'one-place-for-colors',
      severity: 'error',
      from: { pathNot: '^lib/color\\.ts$' },
      to: { path: '^node_modules/chalk/|^chalk$' },
      comment: 'lib/color.ts decides whether there are colors, for every command.',
    },
    rule(
      'server-is-the-top',
      '^(lib|skeleton|reference|harness|assignment|grader|wrap_up|embedded_model)/',
      '^server/',
      'Nothing imports it but scripts and tests.',
    ),
    unreachable(
      'embedded-model-imports-lib',
      '^embedded_model/',
      above('skeleton', 'reference', 'harness', 'assignment', 'tests', 'grader', 'server', 'scripts'),
      'Pictures and training make the network that the assignment runs on; they know nothing of the assignment.',
    ),
    rule(
      'no-tests-in-production',
      '^(lib|embedded_model|skeleton|reference|harness|assignment|grader|server|scripts)/',
      '^tests/',
      'Tests import production code, not the other way round.',
    ),
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Its imports hold where it is copied to: tests/e2e/second_assignment.test.ts type-checks it there.
    exclude: { path: '^tests/support/second_assignment/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
