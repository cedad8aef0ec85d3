/** One row of the error table. */
export interface ErrorEntry {
  /** Of HTTP. */
  readonly status: number;
  /** True where the same request can succeed later without being changed. */
  readonly retryable: boolean;
  readonly text: string;
  /** True where the library API's document fixes the body to exactly this text, without a code beside it. */
  readonly documented?: true;
}
