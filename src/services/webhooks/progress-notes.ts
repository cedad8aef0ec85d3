/** Gathers what delivery notes of many webhooks, so that it is written together: one transaction for hundreds of attempts. */
import type { Logger } from '../../observability/logger.js';
import type { Store, WebhookProgress } from '../../store/index.js';

const gatherMs = 100;

export interface ProgressNotes {
  /** Resolves when it is written, or could not be: then it is tried again with the next note, and events may come twice. */
  note(progress: WebhookProgress): Promise<void>;
}

export function createProgressNotes(store: Pick<Store, 'webhooks'>, log: Logger): ProgressNotes {
  let waiting = new Map<number, WebhookProgress>();
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const batch = [...waiting.values()];
    waiting = new Map();
    writing = undefined;
    try {
      await store.webhooks.save(batch);
    } catch (err) {
      log.warn({ err }, 'the progress of webhooks could not be noted');
    }
  };

  return {
    note: (progress) => {
      waiting.set(progress.webhookNo, progress);
      writing ??= write();
      return writing;
    },
  };
}
