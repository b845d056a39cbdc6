/** Where a student's files are, in the handout and in the course's repository. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * In the course's repository the files are in skeleton/; in the handout, at its root, with the originals in lib/.
 *
 * @param root of the handout or the repository
 * @param from instead of where they were handed out
 */
export function submissionFolders(root: string, from?: string): { from: string; originals: string } {
  const isHandout = !existsSync(join(root, 'skeleton'));
  return {
    from: relative('', resolve(from ?? join(root, isHandout ? '.' : 'skeleton'))) || '.',
    originals: join(root, isHandout ? 'lib/originals' : 'skeleton'),
  };
}
