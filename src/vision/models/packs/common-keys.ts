/** The keys that the manifest of every model pack has, whatever its net is for. */
import { Type } from 'typebox';

export const text = Type.String({ minLength: 1, maxLength: 1000 });

/** Which file, by its bytes, and whose. */
export const fileKeys = {
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,63}$' }),
  title: text,
  file: Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\\.onnx$' }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  bytes: Type.Integer({ minimum: 1, maximum: 2 ** 31 }),
  licence: text,
  source: text,
};

/** What the net's only input expects. @param maxSidePx larger pictures than a net of this kind could be given in time */
export const inputKey = (maxSidePx: number) =>
  Type.Object(
    {
      sidePx: Type.Integer({ minimum: 16, maximum: maxSidePx }),
      colour: Type.Enum(['rgb', 'bgr']),
      layout: Type.Enum(['nchw', 'nhwc']),
      mean: Type.Tuple([Type.Number(), Type.Number(), Type.Number()]),
      divisor: Type.Number({ exclusiveMinimum: 0 }),
    },
    { additionalProperties: false },
  );
