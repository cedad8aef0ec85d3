/** /v1/identifications and /v1/comparisons: who a photo shows, and whether two photos show one person. */
import { type Static, Type } from 'typebox';
import type { Caller } from '../../../domain/access.js';
import type { PhotoComparing } from '../../../services/comparison.js';
import type { Events } from '../../../services/events.js';
import type { Groups } from '../../../services/groups.js';
import type { Identification, RankedSubject } from '../../../services/identification.js';
import type { UnknownFaces } from '../../../services/unknown-faces.js';
import { photoErrors } from '../framework/common-errors.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { groupIdSchema, strictObject, subjectIdSchema } from '../schemas/common.js';
import { photoSchema } from '../schemas/photo.js';
import {
  estimatedFmrSchema,
  normalisedScoreSchema,
  outcomeSchema,
  scoreSchema,
  thresholdSchema,
} from '../schemas/verdict.js';

const candidateSchema = strictObject(
  {
    rank: Type.Integer({ minimum: 1 }),
    subject: strictObject({ id: subjectIdSchema }),
    passes: Type.Boolean({
      description: 'True where a search would name a stranger like this no more often than the target rate.',
    }),
    score: Type.Optional(scoreSchema),
    normalisedScore: Type.Optional(normalisedScoreSchema),
    estimatedFmr: Type.Optional(estimatedFmrSchema),
  },
  { title: 'Candidate' },
);
type CandidateBody = Static<typeof candidateSchema>;

const identificationSchema = strictObject(
  { candidates: Type.Array(candidateSchema, { description: 'The most alike first.' }) },
  { title: 'Identification' },
);

/** The most that one search names. */
const maxCandidates = 50;
const defaultCandidates = 5;

export const identify = declare({
  method: 'POST',
  path: '/v1/identifications',
  operationId: 'identify',
  tag: 'identifications',
  scope: 'identify',
  summary: 'Find who a photo shows',
  description:
    'Compares with everybody, or with the members of the groups that are given. Only people who pass are named, so an empty list ' +
    'means that nobody here is that person; keys with `scores:read` also see the nearest who do not pass, and the scores. Others have to wait after some faces that were nobody’s ' +
    '(`FACEDESK_UNKNOWN_FACES_PER_MINUTE`).',
  body: {
    schema: strictObject({
      photo: photoSchema(),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: maxCandidates,
          default: defaultCandidates,
          description: 'How many people are named at most.',
        }),
      ),
      groups: Type.Optional(
        Type.Array(groupIdSchema, {
          minItems: 1,
          maxItems: 20,
          description: 'Look only for members of any of these.',
        }),
      ),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: { photo: '/9j/4AAQSkZJRg…', limit: 3, groups: ['east-gate'] },
  },
  answers: {
    200: {
      description: 'Who it may be.',
      schema: identificationSchema,
      example: { candidates: [{ rank: 1, subject: { id: 'B21CS042' }, passes: true }] },
    },
  },
  errors: [...photoErrors, 'group_not_found', 'too_many_unknown_faces'],
});

const comparisonSchema = strictObject(
  {
    outcome: outcomeSchema,
    score: Type.Optional(scoreSchema),
    normalisedScore: Type.Optional(normalisedScoreSchema),
    estimatedFmr: Type.Optional(estimatedFmrSchema),
    threshold: Type.Optional(thresholdSchema),
  },
  { title: 'Comparison' },
);

export const comparePhotos = declare({
  method: 'POST',
  path: '/v1/comparisons',
  operationId: 'comparePhotos',
  tag: 'comparisons',
  scope: 'compare',
  summary: 'Compare two photos',
  description:
    'Says whether both show the same person, at the rate of false matches that verifications keep. Neither photo is stored. The ' +
    'figures are for keys with `scores:read`.',
  body: {
    schema: strictObject({
      photos: Type.Array(photoSchema(), { minItems: 2, maxItems: 2, description: 'Both photos.' }),
    }),
    types: ['multipart/form-data', 'application/json'],
    example: { photos: ['/9j/4AAQSkZJRg…', '/9j/4AAQSkZJRg…'] },
  },
  answers: {
    200: { description: 'The verdict.', schema: comparisonSchema, example: { outcome: 'match' } },
  },
  errors: photoErrors,
});

export interface IdentificationResourceParts {
  readonly identification: Identification;
  readonly unknownFaces: UnknownFaces;
  readonly comparing: PhotoComparing;
  readonly groups: Groups;
  readonly events: Events;
}

export function identificationOperations(parts: IdentificationResourceParts): Operation[] {
  const { identification, unknownFaces, comparing, groups, events } = parts;
  return [
    handle(
      identify,
      async ({
        body: { photo, limit = defaultCandidates, groups: groupIds },
        caller,
        actor,
        origin,
        signal,
      }) => {
        unknownFaces.mustBeFree({ caller, origin });
        const within = groupIds === undefined ? undefined : await groups.membersOf(groupIds);
        const ranked = await identification.identify({
          image: photo,
          limit,
          signal,
          ...(within === undefined ? {} : { within }),
        });
        const found = ranked.find(({ passes }) => passes);
        events.record({
          kind: 'identification.decided',
          outcome: found === undefined ? 'nonMatch' : 'match',
          measures: {},
          by: actor,
          ...(found !== undefined && { subjectNo: found.subjectNo }),
        });
        if (found === undefined) unknownFaces.count({ caller, origin });
        return { status: 200, body: { candidates: candidatesFor(caller, ranked) } };
      },
    ),
    handle(comparePhotos, async ({ body: { photos }, caller, actor, signal }) => {
      const { outcome, scores, estimatedFmr, threshold } = await comparing.compare({
        images: [photos[0]!, photos[1]!],
        signal,
      });
      events.record({
        kind: 'comparison.decided',
        outcome,
        by: actor,
      });
      const figures = caller.scopes.has('scores:read') ? { ...scores, estimatedFmr, threshold } : {};
      return { status: 200, body: { outcome, ...figures } };
    }),
  ];
}

function candidatesFor({ scopes }: Caller, ranked: readonly RankedSubject[]): CandidateBody[] {
  const seesScores = scopes.has('scores:read');
  return ranked
    .map(({ id, passes, score, normalisedScore, estimatedFmr }, index) => ({
      rank: index + 1,
      subject: { id },
      passes,
      ...(seesScores && { score, normalisedScore, estimatedFmr }),
    }))
    .filter(({ passes }) => passes || seesScores);
}
