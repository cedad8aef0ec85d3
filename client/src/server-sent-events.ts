/** Reads the text of a stream of server-sent events, as the HTML standard has it; of retry and comments it says that they came. */

/** A message with data; null for anything else that shows that the connection lives. */
export type ServerSent = { readonly id: string | null; readonly data: string } | null;

export async function* readServerSent(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be the first half of a line's end.
    const blocks = text.split(/\r\n\r\n|\n\n|\r\r(?!$)/);
    text = blocks.pop()!;
    if (blocks.length === 0) yield null;
    for (const block of blocks) yield messageOf(block);
  }
}

function messageOf(block: string): ServerSent {
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === 'id') id = value;
    else if (name === 'data') data.push(value);
  }
  return data.length === 0 ? null : { id, data: data.join('\n') };
}
