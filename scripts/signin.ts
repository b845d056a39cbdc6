/** `npm run signin -- ADDRESS`: lets `npm run submit` hand in in your name. */
import { createInterface } from 'node:readline/promises';
import { commandLine } from '#lib/command.ts';
import { runMain, StudentError } from '#lib/errors.ts';
import { askService, signInFile, storeSignIn } from '#lib/service_client.ts';

async function main(): Promise<void> {
  const [address] = commandLine('npm run signin --')
    .description('Stores a token of the grading service, readable by you only, so that `npm run submit` can hand in.')
    .argument('<address>', 'of the service, e.g. https://grading.example.edu')
    .parse().args;
  const origin = originOf(address!);
  console.log(`Open ${origin}/account in your browser, make a token there, and paste it here.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const token = (await terminal.question('Token: ')).trim();
  terminal.close();
  if (!/^[\w-]{20,}$/.test(token))
    throw new StudentError('That is no token. It is one word of letters, digits, - and _; copy all of it.');
  const courses = await askService<{ title: string }[]>({ origin, token }, 'courses');
  await storeSignIn({ origin, token });
  console.log(
    `Signed in: ${courses.map(({ title }) => title).join(', ') || 'you are in no course yet'}. The token is in ${signInFile()}.`,
  );
}

function originOf(address: string): string {
  try {
    const { origin, protocol } = new URL(address);
    if (/^https?:$/.test(protocol)) return origin;
  } catch {
    // said below
  }
  throw new StudentError(`"${address}" is no address. It looks like https://grading.example.edu.`);
}

await runMain(main);
