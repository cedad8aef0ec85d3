/** Types for the little of Node's WebAssembly global that the kernel uses; TypeScript has them only in its browser library. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** @throws RangeError when there is no more memory to be had. */
  grow(pages: number): number;
}

interface WebAssemblyNamespace {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyNamespace };
