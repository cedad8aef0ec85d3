/** Works through tasks that come one by one, several at a time, and stops for all at the first failure. */
export async function inParallel<Task>(
  tasks: AsyncGenerator<Task, void>,
  atOnce: number,
  work: (task: Task) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const loop = async (): Promise<void> => {
    for (let next = await tasks.next(); next.done !== true; next = await tasks.next()) {
      if (failures.length > 0) return;
      await work(next.value);
    }
  };
  // What is under way is waited for, so that nothing is written any more when the failure is known.
  await Promise.all(
    Array.from({ length: atOnce }, () => loop().catch((error: unknown) => void failures.push(error))),
  );
  if (failures.length > 0) throw failures[0];
}
