/**
 * Shows how far long work has come, on stderr: a bar with rate and time left on a terminal, a plain line every few seconds
 * where the output goes into a file or a log.
 */
import cliProgress from 'cli-progress';

export interface Progress {
  update(done: number, total: number): void;
  /** Leaves the terminal as it was; call it whatever happened. */
  stop(): void;
}

const secondsBetweenLines = 5;

/** @param what the things that are counted: "pictures". */
export function createProgress(what: string): Progress {
  return process.stderr.isTTY ? progressBar(what) : progressLines(what);
}

function progressBar(what: string): Progress {
  const format = `{bar} {value} of {total} ${what}, {pace}`;
  const bar = new cliProgress.SingleBar(
    { format, stream: process.stderr, hideCursor: true },
    cliProgress.Presets.shades_classic,
  );
  const startedAt = performance.now();
  return {
    update(done, total) {
      const pace = paceText(done, total, secondsSince(startedAt));
      if (bar.isActive) bar.update(done, { pace });
      else bar.start(total, done, { pace });
    },
    stop: () => bar.stop(),
  };
}

function progressLines(what: string): Progress {
  const startedAt = performance.now();
  let nextLineAt = secondsBetweenLines;
  return {
    update(done, total) {
      const seconds = secondsSince(startedAt);
      if (seconds < nextLineAt && done < total) return;
      nextLineAt = seconds + secondsBetweenLines;
      process.stderr.write(`${done} of ${total} ${what}, ${paceText(done, total, seconds)}\n`);
    },
    stop: () => undefined,
  };
}

function paceText(done: number, total: number, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  return `${rate.toFixed(1)}/s, ${durationText((total - done) / Math.max(rate, 0.001))} left`;
}

/** Whole seconds as people say them: "45 s", "3 min 5 s", "2 h 10 min". */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
