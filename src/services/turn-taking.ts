/** Lets those who want the same thing go one after another. Holds within one process; the store decides between several. */

export interface TurnTaking {
  /** Runs `work` when everyone who came before with the same key is through, whether they succeeded or not. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurnTaking(): TurnTaking {
  const lastInLine = new Map<string, Promise<unknown>>();

  return {
    inTurn: async (key, work) => {
      const turn = (lastInLine.get(key) ?? Promise.resolve()).then(work, work);
      lastInLine.set(key, turn);
      try {
        return await turn;
      } finally {
        if (lastInLine.get(key) === turn) lastInLine.delete(key);
      }
    },
  };
}
