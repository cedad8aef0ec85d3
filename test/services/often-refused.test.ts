/** Who `facedesk calibrate` names as often refused: by the record of verdicts, and only while they are enrolled. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { oftenRefused } from '../../src/services/often-refused.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';
import { MadeUpFaces } from './made-up-faces.js';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-often-'));
  store = await openStore({ url: `sqlite:${join(folder, 'desk.sqlite')}`, keys: testKeys });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const faces = new MadeUpFaces(4);

async function enrol(id: string): Promise<number> {
  const subjectId = parseSubjectId(id);
  const { subjectNo } = await store.enrol({
    subjectId,
    modelId: 'model-under-test',
    photos: [{ features: faces.person() }],
  });
  return subjectNo;
}

/** One letter a verdict: m match, u uncertain, n nonMatch. */
async function decide(subjectNo: number, verdicts: string): Promise<void> {
  const outcomes: Record<string, string> = { m: 'match', u: 'uncertain', n: 'nonMatch' };
  await store.events.append(
    [...verdicts].map((letter) => ({
      at: '2026-01-01T08:00:00.000Z',
      kind: 'verification.decided',
      outcome: outcomes[letter]!,
      subjectNo,
    })),
  );
}

it('names those who were refused three times and more, the most often first, up to the limit', async () => {
  await decide(await enrol('seldom'), 'mnmnm');
  await decide(await enrol('often'), 'nunmmmmm');
  await decide(await enrol('mostly'), 'nnnn');
  await decide(await enrol('never'), 'mmmm');
  expect(await oftenRefused(store, 10)).toEqual([
    { id: 'mostly', verdicts: 4, refused: 4 },
    { id: 'often', verdicts: 8, refused: 3 },
  ]);
  expect(await oftenRefused(store, 1)).toHaveLength(1);
});

it('reads a record of several pages, and forgets who was erased', async () => {
  const [stays, goes] = [await enrol('stays'), await enrol('goes')];
  await decide(stays, 'n'.repeat(1500));
  await decide(goes, 'n'.repeat(10));
  await store.deleteSubject(parseSubjectId('goes').key);
  expect(await oftenRefused(store, 10)).toEqual([{ id: 'stays', verdicts: 1500, refused: 1500 }]);
});
