/** `npm run server:backup -- FILE` and `npm run server:restore -- FILE`. */
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { backUp, restore } from './backup.ts';
import { readConfig } from './config.ts';

async function main(): Promise<void> {
  const [what, ...argv] = process.argv.slice(2);
  const isBackup = what === 'backup';
  const [file] = commandLine(`npm run server:${isBackup ? 'backup' : 'restore'} --`)
    .description(
      isBackup
        ? 'Writes the whole database into one file, readable by you only: people, submissions, results. Sessions and tokens are in it as hashes.'
        : 'Fills an empty database, or a data folder that is not there yet, from a backup.',
    )
    .argument('<file>', 'the backup')
    .parse(argv, { from: 'user' }).args;
  const config = readConfig();
  await (isBackup ? backUp : restore)(config, file!);
  console.log(isBackup ? `The backup is in ${file}.` : 'Restored. Start the server.');
}

await runMain(main);
