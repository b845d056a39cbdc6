/** The format since PyTorch 1.6: a zip archive with `NAME/data.pkl` and each storage as `NAME/data/KEY`. */
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { type PickleValue, unpickle } from './pickle.ts';
import { type Storages, stateDictOptions } from './state_dict.ts';

export async function readZipFile(bytes: Uint8Array): Promise<{ value: PickleValue; storages: Storages }> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
  });
  const storages = new Map<string, Uint8Array>();
  let pickle: Uint8Array | undefined;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.split('/').slice(1).join('/');
    const wanted = name === 'data.pkl' || name === 'byteorder' || name.startsWith('data/');
    if (!wanted) continue;
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if (name === 'data.pkl') pickle = content;
    else if (name !== 'byteorder') storages.set(name.slice('data/'.length), content);
    else if (content.toString() !== 'little') throw new Error('it was not written on a little-endian machine');
  }
  if (!pickle) throw new Error('it is a zip archive without a data.pkl');
  return { value: unpickle(pickle, 0, stateDictOptions()).value, storages };
}
