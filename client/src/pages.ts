/** A list that the service cuts into pages: whole with `for await`, or a page at a time. */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; null on the last one. */
  readonly nextCursor: string | null;
}

export interface Pages<Item> extends AsyncIterable<Item> {
  /** The first page, or the one that the cursor names. */
  page(cursor?: string): Promise<Page<Item>>;
  /** Every item in one array, for lists that are known to be short. */
  all(): Promise<Item[]>;
}

/** @param read asks for the page that starts there */
export function pagesOf<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): Pages<Item> {
  async function* items(): AsyncGenerator<Item> {
    for (let page = await read(undefined); ; page = await read(page.nextCursor)) {
      yield* page.items;
      if (page.nextCursor === null) return;
    }
  }
  return {
    [Symbol.asyncIterator]: items,
    page: (cursor) => read(cursor),
    all: async () => {
      const found: Item[] = [];
      for await (const item of items()) found.push(item);
      return found;
    },
  };
}
