/** What is thought of times that other processes, or this one before the clock was set, have noted. */

/**
 * The clocks of processes on one database may differ by so much. A time further ahead was noted before the clock was set back,
 * and says nothing: to wait for it could take as long as the clock was wrong.
 */
export const clockToleranceMs = 5 * 60_000;
