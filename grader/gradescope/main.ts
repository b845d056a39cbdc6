/** `tsx grader/gradescope/main.ts [FOLDER]`, by default /autograder: started by gradescope/run_autograder. */
import { assignment } from '../../assignment/assignment.ts';
import { runMain } from '../../lib/errors.ts';
import { gradeUnpacked } from './grade_unpacked.ts';

await runMain(() => gradeUnpacked(process.argv[2] ?? '/autograder', assignment));
