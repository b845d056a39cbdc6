/** The format before PyTorch 1.6: four pickles (magic number, protocol, system, object), a list of keys, then the storages. */
import { type PickleValue, unpickle } from './pickle.ts';
import { type StorageReference, type Storages, stateDictOptions } from './state_dict.ts';

/** torch/serialization.py, `MAGIC_NUMBER`. */
const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const PROTOCOL_VERSION = 1001;

export function readLegacyFile(bytes: Uint8Array): { value: PickleValue; storages: Storages } {
  const plain = { globals: {} };
  const magic = unpickle(bytes, 0, plain);
  if (magic.value !== MAGIC_NUMBER) throw new Error("it is a pickle without PyTorch's magic number");
  const protocol = unpickle(bytes, magic.end, plain);
  if (protocol.value !== PROTOCOL_VERSION)
    throw new Error(`its protocol is ${String(protocol.value)}, not ${PROTOCOL_VERSION}`);
  const system = unpickle(bytes, protocol.end, plain);
  if (!(system.value instanceof Map) || system.value.get('little_endian') !== true)
    throw new Error('it was not written on a little-endian machine');

  const references = new Map<string, StorageReference>();
  const object = unpickle(
    bytes,
    system.end,
    stateDictOptions((storage) => references.set(storage.key, storage)),
  );
  const keys = unpickle(bytes, object.end, plain);
  if (!Array.isArray(keys.value)) throw new Error('its list of storages is missing');

  const storages = new Map<string, Uint8Array>();
  let position = keys.end;
  for (const key of keys.value) {
    const reference = references.get(String(key));
    if (!reference) throw new Error(`its storage ${String(key)} belongs to no tensor`);
    position += 8; // the number of elements again, as 64 bits
    const end = position + reference.elements * reference.type.bytes;
    if (end > bytes.length) throw new Error(`it is truncated: expected ${end} bytes, got ${bytes.length}`);
    storages.set(String(key), bytes.subarray(position, end));
    position = end;
  }
  return { value: object.value, storages };
}
