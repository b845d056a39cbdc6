/** `npm run server:link -- EMAIL`. */
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { readConfig } from './config.ts';
import { makeLink } from './link.ts';

async function main(): Promise<void> {
  const [email] = commandLine('npm run server:link --')
    .description(
      'Prints a sign-in link for somebody whom a course knows; it works once, for half an hour. With the embedded database the server must not be running.',
    )
    .argument('<email>', 'the address')
    .parse().args;
  console.log(await makeLink(readConfig(), email!));
}

await runMain(main);
