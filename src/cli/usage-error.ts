/** The command line asks for something that is not there, such as a photo file that does not exist. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
