/** `npm run bench`: prints what the project's parts cost on this machine. Each section is a file of scripts/bench/. */
import { Option } from 'commander';
import { commandLine, positiveInteger } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { benchEngine } from './bench/engine.ts';
import { benchGrading } from './bench/grading.ts';
import { benchHandout } from './bench/handout.ts';

interface BenchOptions {
  /** Timed runs of each measurement. */
  runs: number;
}

/** Sections, each with the number of runs if none is asked for. */
const SECTIONS: Record<string, { about: string; runs: number; run: (options: BenchOptions) => Promise<void> }> = {
  engine: { about: "TensorFlow.js's kernels and ours, for each engine that loads", runs: 15, run: benchEngine },
  grading: {
    about: 'one submission and many, in two stages and the old way: time, memory, phases',
    runs: 50,
    run: benchGrading,
  },
  handout: { about: 'what a student waits for: `npm test` in the handout', runs: 3, run: benchHandout },
};

const names = Object.keys(SECTIONS);
const sections = names.map((name) => `  ${name}: ${SECTIONS[name]!.about}`).join('\n');
const runsOf = names.map((name) => `${SECTIONS[name]!.runs} for ${name}`).join(', ');

await runMain(async () => {
  const { section, runs } = commandLine('npm run bench --')
    .description('Measures what the parts cost on this machine.')
    .addOption(new Option('--section <name...>', 'only these sections').choices(names).default(names))
    .option('--runs <number>', `timed runs of each measurement (default: ${runsOf})`, positiveInteger)
    .addHelpText('after', `\nSections:\n${sections}`)
    .parse()
    .opts<{ section: string[]; runs?: number }>();
  for (const name of section) await SECTIONS[name]!.run({ runs: runs ?? SECTIONS[name]!.runs });
});
