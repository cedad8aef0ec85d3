/** Says where a picture's time went: each lap adds the time since the last one to a stage. */
import type { StageLap, StageTimings } from '../domain/face.js';

type Stage = Exclude<keyof StageTimings, 'total'>;

export interface Stopwatch {
  /** Adds the milliseconds since the last lap, or since the start, to this stage. */
  lap(stage: Stage): void;
  timings(): StageTimings;
  /** Every lap by itself, in order, since the start. */
  laps(): readonly StageLap[];
}

export function startStopwatch(): Stopwatch {
  const startedMs = performance.now();
  let lastMs = startedMs;
  const laps: StageLap[] = [];
  const stages: Record<Stage, number> = {
    decode: 0,
    detect: 0,
    landmarks: 0,
    measure: 0,
    align: 0,
    embed: 0,
    attack: 0,
    keep: 0,
  };
  return {
    lap: (stage) => {
      const nowMs = performance.now();
      stages[stage] += nowMs - lastMs;
      laps.push({ stage, startMs: lastMs - startedMs, endMs: nowMs - startedMs });
      lastMs = nowMs;
    },
    timings: () => ({ ...stages, total: performance.now() - startedMs }),
    laps: () => laps,
  };
}
