/** ZIP files for tests, written by hand so that they can also be wrong in every way. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly deflated?: boolean;
  /** What Unix notes of the file, such as 0o120777 for a link. */
  readonly unixMode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** In place of the true ones. */
  readonly bytes?: number;
  readonly crc?: number;
}

export function zipFile(...entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const record = localRecord(entry);
    central.push(centralRecord(entry, offset));
    local.push(record);
    offset += record.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function localRecord(entry: ZipEntry): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  common(entry).copy(head, 4);
  return Buffer.concat([head, nameOf(entry), packed(entry)]);
}

function centralRecord(entry: ZipEntry, offset: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(entry.unixMode === undefined ? 20 : 0x0314, 4);
  common(entry).copy(head, 6);
  head.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 38);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, nameOf(entry)]);
}

/** From the version that is needed to the length of the extra field. */
function common(entry: ZipEntry): Buffer {
  const content = Buffer.from(entry.content);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.flags ?? 0x800, 2);
  fields.writeUInt16LE(entry.method ?? (entry.deflated === true ? 8 : 0), 4);
  fields.writeUInt32LE(entry.crc ?? crc32(content), 10);
  fields.writeUInt32LE(packed(entry).length, 14);
  fields.writeUInt32LE(entry.bytes ?? content.length, 18);
  fields.writeUInt16LE(nameOf(entry).length, 22);
  return fields;
}

function packed({ content, deflated }: ZipEntry): Buffer {
  return deflated === true ? deflateRawSync(content) : Buffer.from(content);
}

function nameOf({ path }: ZipEntry): Buffer {
  return Buffer.from(path);
}
