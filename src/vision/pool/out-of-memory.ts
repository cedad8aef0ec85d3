/**
 * Whether what failed was an allocation, in whose words ever: libvips, ONNX Runtime, V8 and the C++ library have their own. After
 * that nothing in a process can be relied on, and what it says of the picture says nothing.
 */
const words =
  /out of memory|insufficient memory|bad_alloc|failed to allocate|cannot allocate|allocation failed/i;

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && (words.test(error.message) || isOutOfMemory(error.cause));
}
