/** `npm run saliency_map` and similar: runs your file of that name. */
import { runMain } from '#lib/errors.ts';

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const entry = await import(`../${name}.ts`);
  await entry.main(args);
});
