/** A service behind an address, over its /v1. */
import { type Event, Facedesk, type Subject } from 'facedesk-client';
import type { Metadata } from '../../domain/metadata.js';
import type { Desk, ListedEvent, ListedPerson } from './desk.js';
import type { ReachedService } from './reach.js';

/** The most people or events that the service sends at once. */
const limit = 100;

export function createRemoteDesk(service: ReachedService): Desk {
  const facedesk = new Facedesk(service);
  return {
    register: async ({ id, images, scanned }) => {
      const imageType = scanned ? 'scanned' : 'clicked';
      const { subject, photos } = await facedesk.subjects.create({ id, photos: images, imageType });
      return { id: subject.id, timestamp: timestampOf(subject), photos };
    },
    verify: async ({ id, image }) => {
      const { subject, outcome, reason, receipt } = await facedesk.verify({ id, photos: [image] });
      return {
        outcome,
        ...(subject !== undefined && { id: subject.id }),
        ...(reason !== undefined && { reason }),
        ...(receipt !== undefined && { receipt }),
      };
    },
    identify: async ({ image, limit: most }) => {
      const candidates = await facedesk.identify({ photo: image, limit: most });
      return candidates.map(({ subject, rank: _, ...figures }) => ({ id: subject.id, ...figures }));
    },
    list: async function* () {
      for await (const subject of facedesk.subjects.list({ limit }))
        yield { id: subject.id, timestamp: timestampOf(subject) };
    },
    delete: async (id) => {
      await facedesk.subjects.delete(id);
      return {};
    },
    people: async function* (query) {
      for await (const subject of facedesk.subjects.list({ ...query, limit })) yield listed(subject);
    },
    person: async (id) => listed(await facedesk.subjects.get(id)),
    changeMetadata: async (id, metadata) => listed(await facedesk.subjects.update(id, { metadata })),
    events: async function* ({ subject, kind }) {
      const query = { subject, kind: kind as Event['kind'][] | undefined, limit };
      for await (const event of facedesk.events.list(query)) yield toListed(event);
    },
    watch: async function* ({ kind, after, signal }) {
      try {
        const options = { kind: kind as Event['kind'][] | undefined, after, signal };
        for await (const event of facedesk.events.stream(options)) yield toListed(event);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

/** As the database has it: UTC, without saying so. */
function timestampOf({ registeredAt }: Subject): string {
  return registeredAt.replace(/Z$/, '');
}

function listed(subject: Subject): ListedPerson {
  const { id, state, groups, metadata } = subject;
  return { id, state, timestamp: timestampOf(subject), groups, metadata: metadata as Metadata };
}

function toListed({ id, kind, at, subject, outcome, reason, keyId }: Event): ListedEvent {
  return {
    ...{ id, kind, at },
    ...(subject !== undefined && { subject: subject.id }),
    ...(outcome !== undefined && { outcome }),
    ...(reason !== undefined && { reason }),
    ...(keyId !== undefined && { keyId }),
  };
}
