/**
 * PyTorch's checkpoints (`torch.save` of a `state_dict`) → plain arrays, in both formats: the zip archive of PyTorch 1.6 and
 * later, and the legacy file of several pickles and raw storages (torch/serialization.py, `_save` and `_legacy_save`).
 */
import { CourseError } from '../../errors.ts';
import type { ArrayData } from '../../tensor/array.ts';
import { readLegacyFile } from './legacy.ts';
import { toArrays } from './state_dict.ts';
import { readZipFile } from './zip.ts';

/** Whether the bytes begin like one of PyTorch's formats. */
export function isPytorch(bytes: Uint8Array): boolean {
  return isZip(bytes) || isPickle(bytes);
}

/**
 * @param source the file's name, for errors
 * @throws CourseError if the file is broken, holds anything but tensors by name, or would run code
 */
export async function decodePytorch(bytes: Uint8Array, source: string): Promise<Record<string, ArrayData>> {
  if (!isPytorch(bytes))
    throw new CourseError(`${source} is not a PyTorch checkpoint: it is neither a zip archive nor a pickle. ${HELP}`);
  try {
    const { value, storages } = isZip(bytes) ? await readZipFile(bytes) : readLegacyFile(bytes);
    return toArrays(value, storages, source);
  } catch (error) {
    if (error instanceof CourseError) throw error;
    throw new CourseError(
      `${source} cannot be read as a PyTorch checkpoint: ${(error as Error).message.replace(/\.+$/, '')}. ${HELP}`,
      {
        cause: error,
      },
    );
  }
}

const HELP = "Get the file again, or save the model's `state_dict()` with torch.save, or as safetensors.";

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** A safetensors file may begin with the same two bytes (its header's length), but then has a brace at byte 8. */
function isPickle(bytes: Uint8Array): boolean {
  const [proto, version] = bytes;
  return proto === 0x80 && version !== undefined && version >= 2 && version <= 4 && bytes[8] !== '{'.charCodeAt(0);
}
