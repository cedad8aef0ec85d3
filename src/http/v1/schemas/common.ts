/** The schemas that several resources share: ids, times, pages. */
import { Type, type TSchema } from 'typebox';
import { maxIdCharacters } from '../../../domain/subject-id.js';

export const subjectIdSchema = Type.String({
  minLength: 1,
  maxLength: maxIdCharacters,
  description: 'The id that a person is registered under. Upper and lower case are the same.',
});

export const groupIdSchema = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them.',
});

export const timeSchema = Type.String({ format: 'date-time', description: 'RFC 3339, UTC.' });

/** RFC 3339 as a text that somebody sends: with Z, or with an offset from UTC. */
export const timeText = (description: string) =>
  Type.String({
    pattern:
      '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$',
    description: `${description} RFC 3339.`,
  });

export const timeQuery = (description: string) => Type.Optional(timeText(description));

export const subjectParams = Type.Object({ subjectId: subjectIdSchema });

/** The most that one page holds. */
export const maxPageLength = 100;

export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxPageLength,
      default: 25,
      description: 'How many there may be on a page.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4096,
      description: 'Where the page starts: `nextCursor` of the page before, with the same filters.',
    }),
  ),
};

/** What `limit` means where it is not given. */
export const defaultPageLength = 25;

export function pageSchema(item: TSchema, title: string) {
  return Type.Object(
    {
      items: Type.Array(item, { maxItems: maxPageLength }),
      nextCursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Pass it as `cursor` for the next page; null on the last one.',
      }),
    },
    { title, additionalProperties: false },
  );
}

/** An object with exactly these members. */
export function strictObject<Properties extends Record<string, TSchema>>(
  properties: Properties,
  options: { readonly title?: string; readonly description?: string } = {},
) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

/** Where hours and days begin, for what is counted by them. */
export const utcOffsetQuery = Type.Optional(
  Type.Integer({
    minimum: -720,
    maximum: 840,
    multipleOf: 15,
    default: 0,
    description:
      'Minutes that the local clock is ahead of UTC, such as 330 in India: where hours and days begin.',
  }),
);
