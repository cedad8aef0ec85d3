/**
 * The Store over any SQL database: which queries make up one promise of the door, in which transaction, and what a
 * failure is called. The queries are in the files beside this one, what differs between databases in Capabilities.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { IdKey } from '../../domain/subject-id.js';
import type {
  ChangeCursor,
  Changes,
  NewEnrolment,
  Store,
  StoredTemplate,
  Subject,
  UserRow,
} from '../index.js';
import type { Capabilities } from './capabilities.js';
import { ChangeLog } from './change-log.js';
import { ForeignRows } from './foreign-rows.js';
import type { Database, WriteTransaction } from './schema.js';
import { deleteUser, findSubject, findSubjectByNo, insertSubject, listUsers } from './subjects.js';
import { insertTemplate, listTemplates, templatesOf } from './templates.js';
import { utcNow } from './utc-seconds.js';

export class SqlStore implements Store {
  readonly engine: string;
  readonly #changeLog: ChangeLog;
  readonly #foreignRows: ForeignRows;
  #isClosed = false;
  /** True at first, since a process that was killed can have left some. */
  #areTracesLeft = true;

  constructor(
    private readonly db: Database,
    private readonly capabilities: Capabilities,
  ) {
    this.engine = capabilities.engine;
    this.#changeLog = new ChangeLog(capabilities);
    this.#foreignRows = new ForeignRows(capabilities, this.#changeLog);
  }

  /** Takes over what happened while no store was open. To be called once, after the migrations. */
  async start(): Promise<void> {
    await this.#run(async () => {
      await this.#settleIfDue();
      await this.#eraseTraces();
    });
  }

  async ping(): Promise<void> {
    await this.#run(() => this.db.selectFrom('users').select('id').limit(1).execute());
  }

  async findSubject(key: IdKey): Promise<Subject | null> {
    return this.#run(async () => {
      // Asked first: a parallel call can settle between this call's look and its answer.
      const wasDue = this.#foreignRows.isDue();
      const subject = await findSubject(this.db, key);
      if (subject !== null || !wasDue) return subject;
      await this.#settleIfDue();
      return findSubject(this.db, key);
    });
  }

  async findSubjectByNo(subjectNo: number): Promise<Subject | null> {
    return this.#run(() => findSubjectByNo(this.db, subjectNo));
  }

  async enrol(enrolment: NewEnrolment): Promise<Subject> {
    const write = async (trx: WriteTransaction): Promise<Subject> => {
      const known = await this.#findForWriting(trx, enrolment.subjectId.key);
      if (known !== null && known.templateCount > 0) throw new FacedeskError('user_already_exists');
      const now = utcNow();
      const subject = known ?? (await insertSubject(trx, enrolment.subjectId, now));
      await insertTemplate(trx, subject, enrolment, now);
      await this.#changeLog.append(trx, subject.subjectNo);
      return { ...subject, templateCount: 1 };
    };
    return this.#run(() => this.#write(write), 'user_already_exists');
  }

  async deleteSubject(key: IdKey): Promise<{ subjectNo: number; fileNames: string[] } | null> {
    return this.#run(async () => {
      const deleted = await this.#write(async (trx) => {
        const subject = await this.#findForWriting(trx, key);
        if (subject === null) return null;
        const fileNames = await deleteUser(trx, subject);
        this.#areTracesLeft = true;
        await this.#changeLog.append(trx, subject.subjectNo);
        return { subjectNo: subject.subjectNo, fileNames };
      });
      if (deleted !== null) this.#foreignRows.noteDeletion();
      return deleted;
    });
  }

  async *listUsers(): AsyncGenerator<UserRow> {
    await this.#run(() => this.#settleIfDue());
    yield* this.#runEach(listUsers(this.db));
  }

  async *listTemplates(modelId: string): AsyncGenerator<StoredTemplate> {
    await this.#run(() => this.#settleIfDue());
    yield* this.#runEach(listTemplates(this.db, modelId));
  }

  async templatesOf(subjectNo: number, modelId: string): Promise<StoredTemplate[]> {
    return this.#run(() => templatesOf(this.db, subjectNo, modelId));
  }

  async currentCursor(): Promise<ChangeCursor> {
    return this.#run(() => this.#changeLog.newestCursor(this.db));
  }

  async changesSince(cursor: ChangeCursor): Promise<Changes> {
    return this.#run(async () => {
      if (this.#changeLog.isUnchangedSince(cursor)) return { cursor, subjectNos: [] };
      // Only here does a gallery learn that another program deleted a row of `users`.
      await this.#settleIfDue();
      return this.#changeLog.since(this.db, cursor);
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#run(async () => {
      await this.#eraseTraces();
      await this.db.destroy();
    });
    this.#isClosed = true;
  }

  /** Catches up with what other programs did to `users`. */
  async #settleIfDue(): Promise<void> {
    if (!this.#foreignRows.isDue() || !(await this.#foreignRows.isWorkLeft(this.db))) return;
    await this.#write((trx) => this.#settle(trx));
  }

  /** Within the transaction no other program can write any more, so what it inserted before is adopted here. */
  async #findForWriting(trx: WriteTransaction, key: IdKey): Promise<Subject | null> {
    const subject = await findSubject(trx, key);
    if (subject !== null || !this.#foreignRows.isDue()) return subject;
    await this.#settle(trx);
    return findSubject(trx, key);
  }

  async #settle(trx: WriteTransaction): Promise<void> {
    if (await this.#foreignRows.settle(trx)) this.#areTracesLeft = true;
  }

  async #write<T>(work: (trx: WriteTransaction) => Promise<T>): Promise<T> {
    try {
      const result = await this.db.transaction().execute(work);
      this.#changeLog.noteOwnCommit();
      await this.#eraseTraces();
      return result;
    } catch (error) {
      this.#foreignRows.forget();
      throw error;
    }
  }

  /** Holds the connection meanwhile, so that no transaction is open on it. */
  async #eraseTraces(): Promise<void> {
    if (!this.#areTracesLeft) return;
    await this.db.connection().execute(async () => {
      this.#areTracesLeft = !this.capabilities.eraseTraces();
    });
  }

  async #run<T>(work: () => Promise<T>, duplicate?: 'user_already_exists'): Promise<T> {
    try {
      this.#assertOpen();
      return await work();
    } catch (error) {
      throw this.#named(error, duplicate);
    }
  }

  async *#runEach<T>(rows: AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      this.#assertOpen();
      yield* rows;
    } catch (error) {
      throw this.#named(error);
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new FacedeskError('store_unavailable', { detail: 'the store is closed' });
  }

  #named(error: unknown, duplicate?: 'user_already_exists'): unknown {
    if (error instanceof FacedeskError) return error;
    const failure = this.capabilities.classifyError(error);
    if (failure === 'unavailable') return new FacedeskError('store_unavailable', { cause: error });
    if (failure === 'duplicate' && duplicate) return new FacedeskError(duplicate, { cause: error });
    return error;
  }
}
