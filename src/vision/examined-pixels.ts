/** The one limit that the decoder, which reduces to it, and the pool, which estimates by it, have to agree on. */

/** Larger pictures are reduced to this while they are decoded: a face with 40 pixels between the eyes in 12 MP stays as it is. */
export const maxExaminedPixels = 16_000_000;
