/**
 * Internet addresses and ranges of them in CIDR notation (RFC 4632, RFC 4291), as pure text rules. An IPv4 address is held
 * as the IPv6 address that stands for it (::ffff:0:0/96), so that both kinds compare in one way.
 */

/** 16 bytes. */
export type AddressBytes = readonly number[];

export interface AddressRange {
  readonly start: AddressBytes;
  /** How many leading bits have to be equal, 0 to 128. */
  readonly bits: number;
}

const mappedPrefix: AddressBytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** @returns null where the text is no IPv4 or IPv6 address; a zone such as %eth0 is left out of account */
export function parseAddress(text: string): AddressBytes | null {
  const plain = text.split('%', 1)[0]!;
  if (!plain.includes(':')) {
    const bytes = parseIpv4(plain);
    return bytes && [...mappedPrefix, ...bytes];
  }
  return parseIpv6(plain);
}

/** 10.1.0.0/16, 2001:db8::/32, or one address alone; null where the text is none of these. */
export function parseAddressRange(text: string): AddressRange | null {
  const [address = '', length, ...rest] = text.split('/');
  const start = parseAddress(address);
  if (start === null || rest.length > 0) return null;
  if (length === undefined) return { start, bits: 128 };
  const longest = address.includes(':') ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) return null;
  return { start, bits: Number(length) + 128 - longest };
}

export function isInRange(address: AddressBytes, { start, bits }: AddressRange): boolean {
  return address.every((byte, index) => {
    const compared = Math.min(8, Math.max(0, bits - index * 8));
    return byte >> (8 - compared) === start[index]! >> (8 - compared);
  });
}

/** One text for one address: an IPv4 address with dots, also where it came as IPv6; null where the text is no address. */
export function canonicalAddress(text: string): string | null {
  const bytes = parseAddress(text);
  if (bytes === null) return null;
  return mappedPrefix.every((byte, index) => byte === bytes[index])
    ? bytes.slice(12).join('.')
    : groupsOf(bytes).join(':');
}

/**
 * What counts as one sender: an IPv4 address, or the /64 of an IPv6 one, since whoever has one address there has 2^64 of
 * them (RFC 6177). Texts that are no address count as themselves.
 */
export function senderOf(address: string): string {
  const bytes = parseAddress(address);
  if (bytes === null || mappedPrefix.every((byte, index) => byte === bytes[index])) return address;
  return `${groupsOf(bytes).slice(0, 4).join(':')}::/64`;
}

function groupsOf(bytes: AddressBytes): string[] {
  return Array.from({ length: 8 }, (_, group) =>
    (bytes[group * 2]! * 256 + bytes[group * 2 + 1]!).toString(16),
  );
}

function parseIpv4(text: string): AddressBytes | null {
  const parts = text.split('.');
  // Leading zeros are refused: some programs read them as octal.
  const isPlain = (part: string): boolean => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isPlain) ? parts.map(Number) : null;
}

function parseIpv6(text: string): AddressBytes | null {
  const [before = '', after, ...rest] = text.split('::');
  if (rest.length > 0) return null;
  const head = parseGroups(before, after === undefined);
  if (after === undefined) return head?.length === 16 ? head : null;
  const tail = parseGroups(after, true);
  if (head === null || tail === null || head.length + tail.length > 14) return null;
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Groups of hexadecimal digits between colons, the last of which may be an IPv4 address where the address ends there. */
function parseGroups(text: string, endsAddress: boolean): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const embedded = endsAddress && index === groups.length - 1 ? parseIpv4(group) : null;
    if (embedded === null) return null;
    bytes.push(...embedded);
  }
  return bytes;
}
