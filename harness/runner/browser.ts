import open from 'open';
import { chalk } from '#lib/color.ts';

/** Opens a page in the student's browser, or says that there is none that can be opened from here. */
export async function openInBrowser(address: string): Promise<void> {
  const sayNot = () => console.error(chalk.yellow(`No browser could be opened. Open ${address} yourself.`));
  const child = await open(address);
  child.once('error', sayNot);
  child.once('exit', (code) => {
    if (code) sayNot();
  });
}
