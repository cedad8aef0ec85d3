/** /v1/duplicates: people who may be enrolled twice or who look alike, and what somebody found who looked. */
import { type Static, Type } from 'typebox';
import type { Caller } from '../../../domain/access.js';
import type { AlikePeople, Duplicates } from '../../../services/duplicates.js';
import { declare, handle, type Operation } from '../framework/operation.js';
import { strictObject, subjectIdSchema } from '../schemas/common.js';
import { scoreSchema } from '../schemas/verdict.js';

const pairSchema = Type.Array(subjectIdSchema, { minItems: 2, maxItems: 2, description: 'The ids of both.' });

const alikeSchema = strictObject(
  {
    subjects: pairSchema,
    kind: Type.Enum(['duplicate', 'lookalike'], {
      description:
        'duplicate: probably one person under two ids. lookalike: one would pass as the other at the promised rate.',
    }),
    noted: Type.Boolean({ description: 'True where a registration noted the pair.' }),
    score: Type.Optional(scoreSchema),
  },
  { title: 'AlikePeople' },
);

/** Pairs that one answer lists. */
const maxPairs = 100;

export const listDuplicates = declare({
  method: 'GET',
  path: '/v1/duplicates',
  operationId: 'listDuplicates',
  tag: 'duplicates',
  scope: 'duplicates:review',
  summary: 'List people who may be one, or who look alike',
  description:
    'Those that nobody has settled, the most alike first. Everybody is held against everybody for it, which takes a while in a ' +
    'large gallery. Scores are for keys with `scores:read`.',
  query: strictObject({
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: maxPairs, default: maxPairs, description: 'How many pairs.' }),
    ),
  }),
  answers: {
    200: {
      description: 'Pairs of people, and how many pairs there are in all.',
      schema: strictObject(
        { items: Type.Array(alikeSchema, { maxItems: maxPairs }), total: Type.Integer({ minimum: 0 }) },
        { title: 'AlikePeopleList' },
      ),
      example: { items: [{ subjects: ['B21CS042', 'B22CS107'], kind: 'duplicate', noted: true }], total: 1 },
    },
  },
  errors: [],
});

export const settleDuplicate = declare({
  method: 'POST',
  path: '/v1/duplicates/settlements',
  operationId: 'settleDuplicate',
  tag: 'duplicates',
  scope: 'duplicates:review',
  summary: 'Say what you found of two people',
  description: 'Two people who are not the same are not listed again. To make one of two, erase one of them.',
  body: {
    schema: strictObject({
      subjects: pairSchema,
      verdict: Type.Enum(['notSamePerson', 'open'], { description: 'open takes back what was said before.' }),
    }),
    types: ['application/json'],
    example: { subjects: ['B21CS042', 'B22CS107'], verdict: 'notSamePerson' },
  },
  answers: { 204: { description: 'It is remembered.' } },
  errors: ['subject_not_found', 'id_invalid'],
  idempotent: true,
});

export function duplicateOperations({ duplicates }: { readonly duplicates: Duplicates }): Operation[] {
  return [
    handle(listDuplicates, async ({ query: { limit = maxPairs }, caller }) => {
      const all = await duplicates.list();
      return {
        status: 200,
        body: { items: all.slice(0, limit).map((pair) => toBody(pair, caller)), total: all.length },
      };
    }),
    handle(settleDuplicate, async ({ body: { subjects, verdict }, actor }) => {
      await duplicates.settle({ subjects: [subjects[0]!, subjects[1]!], verdict, by: actor });
      return { status: 204 };
    }),
  ];
}

function toBody({ ids, kind, noted, score }: AlikePeople, { scopes }: Caller): Static<typeof alikeSchema> {
  return { subjects: [...ids], kind, noted, ...(scopes.has('scores:read') && { score }) };
}
