/** The services of this process, on the data folder or database of the settings. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../container.js';
import type { StoredEvent } from '../../services/events.js';
import type { DirectoryPosition, Person } from '../../services/subject-directory.js';
import type { Desk, ListedEvent, ListedPerson, PeopleQuery, WatchOptions } from './desk.js';

/** People or events of one question to the database. */
const pageLength = 200;
/** How often events of other processes are looked for, in milliseconds. */
const lookEveryMs = 500;

export function createLocalDesk(services: Container): Desk {
  const { subjects, directory, events, vision } = services;
  return {
    register: async ({ id, images, scanned }) => {
      await vision.ready();
      const imageType = scanned ? 'scanned' : 'clicked';
      const { subject, photos } = await services.enrolment.register({ id, images, imageType });
      return { id: subject.id, timestamp: subject.timestamp, photos };
    },
    verify: async ({ id, image }) => {
      await vision.ready();
      const { receipt, ...verdict } = await services.verification.verify({ id, image, origin: null });
      if (verdict.outcome === 'match') return { outcome: 'match', id: verdict.subject.id, receipt };
      return { outcome: verdict.outcome, reason: verdict.reason, receipt };
    },
    identify: async ({ image, limit }) => {
      await vision.ready();
      const ranked = await services.identification.identify({ image, limit });
      return ranked.map(({ id, score, passes }) => ({ id, score, passes }));
    },
    list: () => subjects.list(),
    delete: async (id) => ({ filesDeleted: await subjects.forget(id) }),
    people: (query) => people(directory, query),
    person: async (id) => listed(await directory.find(id)),
    changeMetadata: async (id, patch) => listed(await directory.changeMetadata(id, { patch })),
    events: async function* ({ subject, kind }) {
      const filter = {
        ...(subject !== undefined && { subjectNo: (await directory.find(subject)).subjectNo }),
        ...(kind !== undefined && { kinds: kind }),
      };
      let page = await events.page(filter, { limit: pageLength });
      while (page.length > 0) {
        yield* page.map(toListed);
        page = await events.page(filter, { limit: pageLength, below: page.at(-1)!.eventNo });
      }
    },
    watch: (options) => watch(events, options),
  };
}

async function* people(
  directory: Container['directory'],
  { idPrefix, state, group, metadata = [] }: PeopleQuery,
): AsyncGenerator<ListedPerson> {
  const filter = {
    ...(idPrefix !== undefined && { idPrefix }),
    ...(state !== undefined && { state }),
    ...(group !== undefined && { groupId: group }),
    metadata: metadata.map((member) => {
      const colon = member.indexOf(':');
      return { name: member.slice(0, colon), text: member.slice(colon + 1) };
    }),
  };
  let after: DirectoryPosition | null | undefined;
  while (after !== null) {
    const page = await directory.list(filter, { limit: pageLength, ...(after !== undefined && { after }) });
    yield* page.people.map(listed);
    after = page.next;
  }
}

async function* watch(
  events: Container['events'],
  { kind, after, signal }: WatchOptions,
): AsyncGenerator<ListedEvent> {
  let last = after === undefined ? await events.newest() : Number(after);
  while (!signal.aborted) {
    const found = await events.since(last, pageLength);
    for (const event of found) {
      last = event.eventNo;
      if (kind === undefined || kind.includes(event.kind)) yield toListed(event);
    }
    // A signal that ends the wait ends the loop as well.
    if (found.length < pageLength) await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

function listed({ id, state, timestamp, groups, metadata }: Person): ListedPerson {
  return { id, state, timestamp, groups, metadata };
}

function toListed({ eventNo, kind, at, subjectId, outcome, reason, keyId }: StoredEvent): ListedEvent {
  return {
    id: String(eventNo),
    kind,
    at,
    ...(subjectId !== undefined && { subject: subjectId }),
    ...(outcome !== undefined && { outcome }),
    ...(reason !== undefined && { reason }),
    ...(keyId !== undefined && { keyId }),
  };
}
