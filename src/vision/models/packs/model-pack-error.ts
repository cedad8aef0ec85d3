/** A model pack cannot be used. The message is a sentence for whoever installs packs, and says what to do where that is known. */
export class ModelPackError extends Error {
  override readonly name = 'ModelPackError';
}
