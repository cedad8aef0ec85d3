/** Holds what was sent against its schema, and says which field is wrong and how, without repeating what was in it. */
import type { Static, TObject, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { requestInvalid, type FieldProblem } from '../../explained-error.js';

/** Problems told at once; more help nobody. */
const maxProblems = 10;

export type Place = 'path' | 'query' | 'body';

const validators = new WeakMap<TSchema, Validator>();

/** @throws ExplainedError request_invalid */
export function assertValid<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  place: Place,
): asserts value is Static<Schema> {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  if (validator.Check(value)) return;
  throw requestInvalid(...problemsOf(validator.Errors(value), place));
}

type Errors = ReturnType<Validator['Errors']>;

function problemsOf(errors: Errors, place: Place): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const error of errors) {
    for (const { path, problem } of described(error)) {
      const field = `${place}${path}`;
      if (!problems.has(field) && problems.size < maxProblems) problems.set(field, { field, problem });
    }
  }
  // A schema can refuse without a word, as "false" does.
  if (problems.size === 0) return [{ field: place, problem: 'does not have the form that is described' }];
  return [...problems.values()];
}

function described(error: Errors[number]): { path: string; problem: string }[] {
  const { instancePath, keyword } = error;
  const at = (names: readonly string[], problem: string) =>
    names.map((name) => ({ path: `${instancePath}/${shown(name)}`, problem }));
  if (keyword === 'required') return at(error.params.requiredProperties, 'is required');
  if (keyword === 'additionalProperties') return at(error.params.additionalProperties, 'is not known here');
  // So are members refused that a schema does not have; the error of the object names them.
  if (keyword === 'boolean') return [];
  const isPattern = keyword === 'pattern';
  return [
    { path: instancePath, problem: isPattern ? 'does not have the form that is described' : error.message },
  ];
}

/** A name that was sent, short and plain enough to be repeated. */
function shown(name: string): string {
  return /^[\w.-]{1,64}$/.test(name) ? name : '…';
}

/** What a schema of one field says, as far as reading texts goes. */
interface FieldShape {
  readonly type?: string | readonly string[];
  readonly items?: FieldShape;
}

/** Turns the texts of a query or a form into what their fields are: numbers, true and false, lists. */
export function fromTexts(
  schema: TObject,
  texts: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, values]) => {
      const shape = schema.properties[name] as FieldShape | undefined;
      if (shape?.type === 'array') return [name, values.map((value) => fromText(shape.items, value))];
      return [name, fromText(shape, values.at(-1)!)];
    }),
  );
}

function fromText(shape: FieldShape | undefined, text: string): unknown {
  const type = shape?.type;
  if (type === 'integer' || type === 'number')
    return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return type === 'object' ? parsedOrText(text) : text;
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
