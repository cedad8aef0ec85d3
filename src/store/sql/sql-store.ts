/**
 * The Store over any SQL database: which queries make up one promise of the door, and in which transaction. The queries are in the files beside this one, what differs between databases in Capabilities.
 */
import { FacedeskError } from '../../domain/errors.js';
import { parseSubjectId, type IdKey } from '../../domain/subject-id.js';
import type {
  ChangeCursor,
  Changes,
  NewEnrolment,
  Store,
  StoredTemplate,
  StoreEncryption,
  Subject,
  SubjectRecord,
  UserRow,
} from '../index.js';
import type { Capabilities } from './capabilities.js';
import { ChangeLog } from './change-log.js';
import { adoptKey, type Write } from './adopt-key.js';
import { insertDetails } from './directory.js';
import { ForeignRows } from './foreign-rows.js';
import { insertRecord, listRecords } from './moving.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';
import { sealUnsealed } from './seal-unsealed.js';
import { StoreGuard } from './store-guard.js';
import { createStoreEncryption } from './store-encryption.js';
import { createStoreParts, type StoreParts } from './store-parts.js';
import { deleteUser, findSubject, findSubjectByNo, insertSubject, listUsers, living } from './subjects.js';
import { insertPhotos, listTemplates, templatesOf } from './templates.js';
import { Traces } from './traces.js';
import { fromWireTime, utcNow } from './utc-seconds.js';

export class SqlStore implements Omit<Store, keyof StoreParts> {
  readonly engine: string;
  readonly encryption: StoreEncryption;
  readonly #changeLog: ChangeLog;
  readonly #foreignRows: ForeignRows;
  readonly #guard: StoreGuard;
  readonly #traces: Traces;

  constructor(
    private readonly db: Database,
    private readonly capabilities: Capabilities,
    private readonly sealing: Sealing,
  ) {
    this.engine = capabilities.engine;
    this.#guard = new StoreGuard(capabilities);
    this.#traces = new Traces(db, capabilities);
    this.encryption = createStoreEncryption({
      db,
      sealing,
      run: (work) => this.#guard.run(work),
      write: this.#writeAndErase,
    });
    this.#changeLog = new ChangeLog(capabilities);
    this.#foreignRows = new ForeignRows(capabilities, this.#changeLog);
  }

  /** What is a store with this one: see openSqlStore. */
  parts(): StoreParts {
    return createStoreParts({
      db: this.db,
      sealing: this.sealing,
      changeLog: this.#changeLog,
      run: (work, duplicate) => this.#guard.run(work, duplicate),
      write: (work) => this.#write(work),
      writeAndErase: this.#writeAndErase,
      settle: () => this.#settleIfDue(),
    });
  }

  /** Takes over what happened while no store was open. To be called once, after the migrations. */
  async start(): Promise<void> {
    await this.#guard.run(async () => {
      await adoptKey(this.db, this.sealing.keyring, this.#writeAndErase);
      await sealUnsealed(this.db, this.sealing, this.#writeAndErase);
      await this.#settleIfDue();
      await this.#traces.erase();
    });
  }

  async ping(): Promise<void> {
    await this.#guard.run(() => this.db.selectFrom('users').select('id').limit(1).execute());
  }

  async findSubject(key: IdKey): Promise<Subject | null> {
    return this.#guard.run(async () => {
      // Asked first: a parallel call can settle between this call's look and its answer.
      const wasDue = this.#foreignRows.isDue();
      const found = await findSubject(this.db, key);
      if (found !== null && found !== 'exchanged') return found;
      if (!(await this.#foreignRows.isUnadopted(this.db, key, found)) && !wasDue) return null;
      await this.#settleIfDue();
      return living(await findSubject(this.db, key));
    });
  }

  async findSubjectByNo(subjectNo: number): Promise<Subject | null> {
    return this.#guard.run(() => findSubjectByNo(this.db, subjectNo));
  }

  async enrol(enrolment: NewEnrolment): Promise<Subject> {
    return this.#guard.run(() => this.#write((trx) => this.#enrol(trx, enrolment)), 'user_already_exists');
  }

  async enrolIfUnchanged(enrolment: NewEnrolment, since: ChangeCursor): Promise<Subject | null> {
    const write = async (trx: WriteTransaction): Promise<Subject | null> =>
      (await this.#changeLog.newestCursor(trx)) === since ? this.#enrol(trx, enrolment) : null;
    return this.#guard.run(() => this.#write(write), 'user_already_exists');
  }

  async deleteSubject(key: IdKey): Promise<{ subjectNo: number; fileNames: string[] } | null> {
    return this.#guard.run(async () => {
      const deleted = await this.#write(async (trx) => {
        const subject = await this.#findForWriting(trx, key);
        if (subject === null) return null;
        const fileNames = await deleteUser(trx, subject);
        this.#traces.mayBeLeft();
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
      await this.#traces.erase();
      await this.db.destroy();
    });
    this.#guard.close();
  }

  async #enrol(trx: WriteTransaction, { subjectId, details, ...photos }: NewEnrolment): Promise<Subject> {
    const known = await this.#findForWriting(trx, subjectId.key);
    if (known !== null && known.templateCount > 0) throw new FacedeskError('user_already_exists');
    const now = utcNow();
    const subject = known ?? (await insertSubject(trx, subjectId, now));
    const seal = await this.sealing.sealFor(trx, subject.subjectNo);
    await insertPhotos(trx, subject, photos, { now, seal });
    if (details !== undefined) await insertDetails(trx, subject.subjectNo, details);
    await this.#changeLog.append(trx, subject.subjectNo);
    return { ...subject, templateCount: photos.photos.length };
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
    const found = await findSubject(trx, key);
    if (found !== null && found !== 'exchanged') return found;
    if (!(await this.#foreignRows.isUnadopted(trx, key, found)) && !this.#foreignRows.isDue()) return null;
    await this.#settle(trx);
    return living(await findSubject(trx, key));
  }

  async #settle(trx: WriteTransaction): Promise<void> {
    if (await this.#foreignRows.settle(trx)) this.#traces.mayBeLeft();
  }

  /** For what replaces sealed or plain bytes, whose former ones must not be left in the files. */
  readonly #writeAndErase: Write = (work) => {
    this.#traces.mayBeLeft();
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
      await this.#traces.erase();
      return result;
    } catch (error) {
      this.#foreignRows.forget();
      throw error;
    }
  }
}
