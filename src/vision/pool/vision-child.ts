/**
 * Entry of a vision child process: examines one picture at a time and answers over the IPC channel. It knows nothing of
 * queues and deadlines; whoever forked it kills it where it takes too long.
 */
import { packError, type MessageFromChild, type MessageToChild, type StartMessage } from './messages.js';
import { isOutOfMemory } from './out-of-memory.js';
import type { Extractor, ExtractorOptions } from '../extract-features.js';

interface ExtractorModule {
  createExtractor(options: ExtractorOptions): Promise<Extractor>;
}

/** More than an ordinary photo leaves behind; collecting takes about as long as decoding a megapixel. */
const manyBytes = 40 * 2 ** 20;

let extractor: Extractor | undefined;

async function answer(message: MessageToChild): Promise<void> {
  try {
    if (message.kind === 'start') {
      extractor = await loadExtractor(message);
      const { modelId, prior } = extractor;
      send({ kind: 'ready', modelId, prior });
    } else {
      if (extractor === undefined) throw new Error('asked to examine before start');
      const { image, keep, embed, attack, traceparent } = message;
      const traced = traceparent !== undefined;
      const measures = await extractor.examine(image, { keep, embed, attack, traced });
      await giveBackMemory();
      send({ kind: 'examined', measures, residentBytes: process.memoryUsage.rss() });
    }
  } catch (error) {
    if (isOutOfMemory(error)) return endFor('out of memory');
    if (message.kind === 'start') return send({ kind: 'startFailed', error: packError(error) });
    await giveBackMemory();
    send({ kind: 'failed', error: packError(error), residentBytes: process.memoryUsage.rss() });
  }
}

/** The parent fails the task in hand, and starts another. */
function endFor(why: string): void {
  process.stderr.write(`${why}\n`, () => process.kill(process.pid, 'SIGKILL'));
}

/**
 * Pictures are garbage outside of V8's heap, which V8 is in no hurry to collect. After one that was large that is done
 * before the answer, because with the answer the memory planned for it goes to the next, maybe in another child.
 */
async function giveBackMemory(): Promise<void> {
  if (process.memoryUsage().external < manyBytes) return;
  // What native code has handed out is freed by a callback after one collection, and gone from the count after another.
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function loadExtractor({ extractorUrl, kind: _kind, ...options }: StartMessage): Promise<Extractor> {
  const module: ExtractorModule =
    extractorUrl === undefined
      ? await import('../extract-features.js')
      : ((await import(extractorUrl)) as ExtractorModule);
  return module.createExtractor(options);
}

function send(message: MessageFromChild): void {
  // Where the channel is gone, 'disconnect' ends this process; the callback only keeps EPIPE from being thrown.
  process.send?.(message, undefined, undefined, () => undefined);
}

// The parent is gone. There is nothing to save here, and exit handlers of native code that still runs can abort.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

// Ctrl-C and service managers signal the whole group; the parent decides when running work is finished.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

process.on('message', (message: MessageToChild) => void answer(message));
