/**
 * The zip layouts of real tools, byte by byte, so that tests need none of the tools. zip_tools.test.ts compares them with the
 * output of installed tools; those of macOS and Windows are based on documentation only.
 */
import { crc32, deflateRawSync } from 'node:zlib';

type Files = ReadonlyMap<string, Uint8Array>;

interface Tool {
  /** High byte: the system of the attributes (0 MS-DOS, 3 Unix); low byte: the version of the format. */
  readonly madeBy: number;
  readonly flags: number;
  /** Sizes and checksum come after the data, not before it. */
  readonly descriptor?: boolean;
  /** Extra fields of an entry: in its own header, and in the directory. */
  readonly extra?: (where: 'local' | 'directory') => Buffer;
  readonly attributes: { readonly file: number; readonly folder: number };
  readonly folders?: boolean;
  readonly separator?: '\\';
  /** Extra entries that the tool writes for each file. */
  readonly companion?: (name: string) => readonly [string, Uint8Array];
}

const UNIX = { file: (0o100644 << 16) >>> 0, folder: ((0o040755 << 16) | 0x10) >>> 0 };
const DOS = { file: 0x20, folder: 0x10 };
const UTF8 = 0x800;

/** Info-ZIP's extended timestamp and user fields (APPNOTE 4.5; proginfo/extrafld.txt of Info-ZIP). */
const infoZipExtra = (where: 'local' | 'directory'): Buffer => {
  const time = Buffer.from([
    0x55,
    0x54,
    where === 'local' ? 9 : 5,
    0,
    3,
    0,
    0,
    0,
    0x60,
    ...(where === 'local' ? [0, 0, 0, 0x60] : []),
  ]);
  return Buffer.concat([time, Buffer.from([0x75, 0x78, 11, 0, 1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0])]);
};

/** NTFS times, as 7-Zip and Explorer store them in the directory (APPNOTE 4.5.5). */
const ntfsExtra = (where: 'local' | 'directory'): Buffer =>
  where === 'local'
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from([10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0]), Buffer.alloc(24, 1)]);

/** AppleDouble (RFC 1740): a file's attributes on macOS. */
const appleDouble = Buffer.concat([
  Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]),
  Buffer.from('Mac OS X        '),
  Buffer.alloc(60),
]);
const slashed = (name: string): readonly [string, string] => {
  const slash = name.lastIndexOf('/') + 1;
  return [name.slice(0, slash), name.slice(slash)];
};

const tools: Readonly<Record<string, Tool>> = {
  'Info-ZIP on Linux': { madeBy: 0x031e, flags: 0, extra: infoZipExtra, attributes: UNIX, folders: true },
  'Info-ZIP, streamed': {
    madeBy: 0x031e,
    flags: 8,
    descriptor: true,
    extra: infoZipExtra,
    attributes: UNIX,
    folders: true,
  },
  "Python's zipfile": { madeBy: 0x0314, flags: 0, attributes: UNIX, folders: true },
  '7-Zip on Windows': { madeBy: 0x003f, flags: 0, extra: ntfsExtra, attributes: DOS, folders: true },
  '7-Zip on Linux': {
    madeBy: 0x033f,
    flags: 0,
    extra: ntfsExtra,
    attributes: { file: (UNIX.file | 0x8020) >>> 0, folder: (UNIX.folder | 0x8000) >>> 0 },
    folders: true,
  },
  'macOS Archive Utility': {
    madeBy: 0x0315,
    flags: 8,
    descriptor: true,
    extra: infoZipExtra,
    attributes: UNIX,
    folders: true,
    companion: (name) => [`__MACOSX/${slashed(name)[0]}._${slashed(name)[1]}`, appleDouble],
  },
  'Windows Explorer': { madeBy: 0x0014, flags: 0, attributes: DOS },
  'Windows, with backslashes': { madeBy: 0x0014, flags: UTF8, attributes: DOS, folders: true, separator: '\\' },
};

/** Tool → its zip of these files. */
export function toolZips(files: Files): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, write(files, tool)]));
}

function write(files: Files, tool: Tool): Buffer {
  const named = [...files].flatMap((file) => [file, ...(tool.companion ? [tool.companion(file[0])] : [])]);
  const folders = tool.folders ? [...new Set(named.flatMap(([name]) => parentsOf(name)))] : [];
  const entries = [...folders.map((name) => [name, new Uint8Array()] as const), ...named];
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const { local, central } = writeEntry(name, content, tool, offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

function writeEntry(path: string, content: Uint8Array, tool: Tool, offset: number): { local: Buffer; central: Buffer } {
  const isFolder = path.endsWith('/');
  const name = Buffer.from(tool.separator ? path.replaceAll('/', tool.separator) : path);
  const data = isFolder ? Buffer.alloc(0) : deflateRawSync(content);
  const streamed = tool.descriptor === true && !isFolder;
  const head = (hidden: boolean, extraBytes: number): Buffer => {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(isFolder ? 10 : 20, 0);
    fields.writeUInt16LE(isFolder ? tool.flags & ~8 : tool.flags, 2);
    fields.writeUInt16LE(isFolder ? 0 : 8, 4);
    fields.writeUInt32LE(0x5a21_0000, 6); // 2025-01-01, midnight
    fields.writeUInt32LE(hidden ? 0 : crc32(content), 10);
    fields.writeUInt32LE(hidden ? 0 : data.length, 14);
    fields.writeUInt32LE(hidden ? 0 : content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    fields.writeUInt16LE(extraBytes, 24);
    return fields;
  };
  const [own, listed] = (['local', 'directory'] as const).map((where) => tool.extra?.(where) ?? Buffer.alloc(0)) as [
    Buffer,
    Buffer,
  ];
  // A data descriptor: its signature, then what was not known yet in the header (APPNOTE 4.3.9).
  const descriptor = streamed
    ? Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), head(false, 0).subarray(10, 22)])
    : Buffer.alloc(0);
  const local = Buffer.concat([
    Buffer.from('PK\x03\x04', 'latin1'),
    head(streamed, own.length),
    name,
    own,
    data,
    descriptor,
  ]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(isFolder ? tool.attributes.folder : tool.attributes.file, 6);
  tail.writeUInt32LE(offset, 10);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(tool.madeBy, 0);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    madeBy,
    head(false, listed.length),
    tail,
    name,
    listed,
  ]);
  return { local, central };
}

function parentsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
}
