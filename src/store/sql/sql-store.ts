/**
 * The Store over any SQL database: which queries make up one promise of the door, and in which transaction. The queries are in the files beside this one, what differs between databases in Capabilities.
 */
import { FacedeskError } from '../../domain/errors.js';
import { parseSubjectId, type IdKey } from '../../domain/subject-id.js';
import type {
  CalibrationStore,
  ChangeCursor,
  Changes,
  ModelStore,
  NewEnrolment,
  Store,
  StoredTemplate,
  StoreEncryption,
  Subject,
  SubjectRecord,
  UserRow,
} from '../index.js';
import type { Capabilities } from './capabilities.js';
import { createCalibrationStore } from './calibration.js';
import { ChangeLog } from './change-log.js';
import { adoptKey, type Write } from './adopt-key.js';
import { ForeignRows } from './foreign-rows.js';
import { createModelStore } from './models.js';
import { insertRecord, listRecords } from './moving.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';
import { sealUnsealed } from './seal-unsealed.js';
import { StoreGuard } from './store-guard.js';
import { createStoreEncryption } from './store-encryption.js';
import { deleteUser, findSubject, findSubjectByNo, insertSubject, listUsers } from './subjects.js';
import { insertTemplate, listTemplates, templatesOf } from './templates.js';
import { fromWireTime, utcNow } from './utc-seconds.js';

export class SqlStore implements Store {
  readonly engine: string;
  readonly encryption: StoreEncryption;
  readonly calibration: CalibrationStore;
  readonly models: ModelStore;
  readonly #changeLog: ChangeLog;
  readonly #foreignRows: ForeignRows;
  readonly #guard: StoreGuard;
  /** True at first, since a process that was killed can have left some. */
  #areTracesLeft = true;

  constructor(
    private readonly db: Database,
    private readonly capabilities: Capabilities,
    private readonly sealing: Sealing,
  ) {
    this.engine = capabilities.engine;
    this.#guard = new StoreGuard(capabilities);
    this.encryption = createStoreEncryption({
      db,
      sealing,
      run: (work) => this.#guard.run(work),
      write: this.#writeAndErase,
    });
    this.calibration = createCalibrationStore({
      db,
      run: (work) => this.#guard.run(work),
      write: (work) => this.#write(work),
    });
    this.#changeLog = new ChangeLog(capabilities);
    this.models = createModelStore({
      db,
      sealing,
      changeLog: this.#changeLog,
      run: (work) => this.#guard.run(work),
      write: (work) => this.#write(work),
    });
    this.#foreignRows = new ForeignRows(capabilities, this.#changeLog);
  }

  /** Takes over what happened while no store was open. To be called once, after the migrations. */
  async start(): Promise<void> {
    await this.#guard.run(async () => {
      await adoptKey(this.db, this.sealing.keyring, this.#writeAndErase);
      await sealUnsealed(this.db, this.sealing, this.#writeAndErase);
      await this.#settleIfDue();
      await this.#eraseTraces();
    });
  }

  async ping(): Promise<void> {
    await this.#guard.run(() => this.db.selectFrom('users').select('id').limit(1).execute());
  }

  async findSubject(key: IdKey): Promise<Subject | null> {
    return this.#guard.run(async () => {
      // Asked first: a parallel call can settle between this call's look and its answer.
      const wasDue = this.#foreignRows.isDue();
      const subject = await findSubject(this.db, key);
      if (subject !== null || !(wasDue || (await this.#foreignRows.isUnadopted(this.db, key))))
        return subject;
      await this.#settleIfDue();
      return findSubject(this.db, key);
    });
  }

  async findSubjectByNo(subjectNo: number): Promise<Subject | null> {
    return this.#guard.run(() => findSubjectByNo(this.db, subjectNo));
  }

  async enrol(enrolment: NewEnrolment): Promise<Subject> {
    const write = async (trx: WriteTransaction): Promise<Subject> => {
      const known = await this.#findForWriting(trx, enrolment.subjectId.key);
      if (known !== null && known.templateCount > 0) throw new FacedeskError('user_already_exists');
      const now = utcNow();
      const subject = known ?? (await insertSubject(trx, enrolment.subjectId, now));
      const seal = await this.sealing.sealFor(trx, subject.subjectNo);
      await insertTemplate(trx, subject, enrolment, { now, seal });
      await this.#changeLog.append(trx, subject.subjectNo);
      return { ...subject, templateCount: 1 };
    };
    return this.#guard.run(() => this.#write(write), 'user_already_exists');
  }

  async deleteSubject(key: IdKey): Promise<{ subjectNo: number; fileNames: string[] } | null> {
    return this.#guard.run(async () => {
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
    await this.#guard.run(() => this.#settleNow());
    yield* this.#guard.runEach(listUsers(this.db));
  }

  async *listTemplates(modelId: string): AsyncGenerator<StoredTemplate> {
    await this.#guard.run(() => this.#settleNow());
    yield* this.#guard.runEach(listTemplates(this.db, modelId, this.sealing));
  }

  async templatesOf(subjectNo: number, modelId: string): Promise<StoredTemplate[]> {
    return this.#guard.run(() => templatesOf(this.db, subjectNo, modelId, this.sealing));
  }

  async *listRecords(): AsyncGenerator<SubjectRecord> {
    await this.#guard.run(() => this.#settleNow());
    yield* this.#guard.runEach(listRecords(this.db, this.sealing));
  }

  async restore(record: SubjectRecord): Promise<Subject> {
    const id = parseSubjectId(record.id);
    const write = async (trx: WriteTransaction): Promise<Subject> => {
      const known = await this.#findForWriting(trx, id.key);
      if (known !== null && known.templateCount > 0) throw new FacedeskError('user_already_exists');
      const subject = known ?? (await insertSubject(trx, id, fromWireTime(record.timestamp)));
      await insertRecord(trx, subject, record, await this.sealing.sealFor(trx, subject.subjectNo));
      await this.#changeLog.append(trx, subject.subjectNo);
      return { ...subject, templateCount: record.templates.length };
    };
    return this.#guard.run(() => this.#write(write), 'user_already_exists');
  }

  async currentCursor(): Promise<ChangeCursor> {
    return this.#guard.run(() => this.#changeLog.newestCursor(this.db));
  }

  async changesSince(cursor: ChangeCursor): Promise<Changes> {
    return this.#guard.run(async () => {
      if (this.#changeLog.isUnchangedSince(cursor)) return { cursor, subjectNos: [] };
      // Only here does a gallery learn that another program deleted a row of `users`.
      await this.#settleIfDue();
      return this.#changeLog.since(this.db, cursor);
    });
  }

  async close(): Promise<void> {
    if (this.#guard.isClosed) return;
    await this.#guard.run(async () => {
      await this.#eraseTraces();
      await this.db.destroy();
    });
    this.#guard.close();
  }

  /** Catches up with what other programs did to `users`. */
  async #settleIfDue(): Promise<void> {
    if (!this.#foreignRows.isDue() || !(await this.#foreignRows.isWorkLeft(this.db))) return;
    await this.#write((trx) => this.#settle(trx));
  }

  /** For lists, which read every row anyway. */
  async #settleNow(): Promise<void> {
    this.#foreignRows.expire();
    await this.#settleIfDue();
  }

  /** What another program inserted is adopted here, within the transaction. */
  async #findForWriting(trx: WriteTransaction, key: IdKey): Promise<Subject | null> {
    const subject = await findSubject(trx, key);
    if (subject !== null) return subject;
    if (!this.#foreignRows.isDue() && !(await this.#foreignRows.isUnadopted(trx, key))) return null;
    await this.#settle(trx);
    return findSubject(trx, key);
  }

  async #settle(trx: WriteTransaction): Promise<void> {
    if (await this.#foreignRows.settle(trx)) this.#areTracesLeft = true;
  }

  /** For what replaces sealed or plain bytes, whose former ones must not be left in the files. */
  readonly #writeAndErase: Write = (work) => {
    this.#areTracesLeft = true;
    return this.#write(work);
  };

  async #write<T>(work: (trx: WriteTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.#tryToWrite(work);
    } catch (error) {
      if (this.capabilities.classifyError(error) !== 'duplicate') throw error;
      // Another program may have taken the id after this transaction had looked; the second one looks again.
      return this.#tryToWrite(work);
    }
  }

  async #tryToWrite<T>(work: (trx: WriteTransaction) => Promise<T>): Promise<T> {
    try {
      const result = await this.capabilities.write(this.db, work);
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
}
