/** `tsx grader/gradescope/main.ts [FOLDER]`, by default /autograder: started by gradescope/run_autograder. */
import { runMain } from '../../lib/errors.ts';
import { gradeUnpacked } from './grade_unpacked.ts';

await runMain(() => gradeUnpacked(process.argv[2] ?? '/autograder'));
