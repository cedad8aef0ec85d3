/** The first of many, and whether they are all. */

export async function take<Item>(
  most: number,
  all: AsyncIterable<Item>,
): Promise<{ readonly items: Item[]; readonly isWhole: boolean }> {
  const items: Item[] = [];
  for await (const item of all) {
    if (items.length === most) return { items, isWhole: false };
    items.push(item);
  }
  return { items, isWhole: true };
}
