/**
 * The inner loops of resampling, in WebAssembly: the part of a picture that is looked at is copied into the kernel's memory,
 * shrunk or read there, and the result is copied out. Memory grows to the largest part that was looked at and is kept.
 */
import type { Pixels, Similarity, Size } from '../steps/pixels.js';
import { kernelWasmBase64 } from './kernel-wasm.js';

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  meanOfBlocks(
    row: number,
    rowBytes: number,
    perAxis: number,
    stepBytes: number,
    blockBytes: number,
    out: number,
    end: number,
  ): void;
  readBetween(
    picture: number,
    rowBytes: number,
    lastX: number,
    lastY: number,
    x: number,
    y: number,
    xStep: number,
    yStep: number,
    out: number,
    end: number,
  ): void;
}

/** The little of Node's WebAssembly global that is used; TypeScript has it only in its browser library. */
interface WebAssemblyNamespace {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyNamespace };
const kernel = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(kernelWasmBase64, 'base64')))
  .exports as Kernel;

const pageBytes = 65_536;
const pixelBytes = 3;
const targetPixelBytes = 3 * Float32Array.BYTES_PER_ELEMENT;
/** What the kernel may read or write beyond a row's end. */
const spareBytes = 16;

/** A part of a picture, in whole pixels. */
export interface Region extends Size {
  readonly x: number;
  readonly y: number;
}

/** Which pixels of a block of factor x factor are averaged: `perAxis` (2 to 16) in each direction, `step` apart. */
export interface BlockGrid {
  readonly factor: number;
  readonly perAxis: number;
  readonly step: number;
}

/** The means of a region's blocks; what is left of the region at the right and below is dropped. */
export function meanOfBlocks(picture: Pixels, region: Region, { factor, perAxis, step }: BlockGrid): Pixels {
  const [columns, rows] = [Math.floor(region.widthPx / factor), Math.floor(region.heightPx / factor)];
  const rowBytes = region.widthPx * pixelBytes;
  const out = perAxis * rowBytes + spareBytes;
  const length = columns * rows * pixelBytes;
  const memory = reserve(out + length + spareBytes);
  for (let row = 0; row < rows; row++) {
    for (let line = 0; line < perAxis; line++)
      memory.set(rowOf(picture, region, row * factor + line * step), line * rowBytes);
    const start = out + row * columns * pixelBytes;
    const end = start + columns * pixelBytes;
    kernel.meanOfBlocks(0, rowBytes, perAxis, step * pixelBytes, factor * pixelBytes, start, end);
  }
  return { widthPx: columns, heightPx: rows, rgbHwc: memory.slice(out, out + length) };
}

/**
 * A target of the given size whose pixels are read bilinearly through a similarity; black beyond the picture's edges.
 * @param region holds every pixel of the picture that the target touches
 * @returns float32 RGB, heightPx * widthPx * 3, 0 to 255
 */
export function readBetween(
  picture: Pixels,
  region: Region,
  { a, b, x0, y0 }: Similarity,
  size: Size,
): Float32Array {
  const rowBytes = region.widthPx * pixelBytes;
  // A row more than the region has, since the kernel reads below the last one and lets it count nothing.
  const out = align((region.heightPx + 1) * rowBytes + spareBytes);
  const outRowBytes = size.widthPx * targetPixelBytes;
  const memory = reserve(out + size.heightPx * outRowBytes + spareBytes);
  for (let row = 0; row < region.heightPx; row++) memory.set(rowOf(picture, region, row), row * rowBytes);
  const [lastX, lastY] = [region.widthPx - 1, region.heightPx - 1];
  for (let v = 0; v < size.heightPx; v++) {
    const start = out + v * outRowBytes;
    const [x, y] = [x0 - b * v - region.x, y0 + a * v - region.y];
    kernel.readBetween(0, rowBytes, lastX, lastY, x, y, a, b, start, start + outRowBytes);
  }
  return new Float32Array(kernel.memory.buffer, out, size.heightPx * size.widthPx * 3).slice();
}

/** A region's row as it lies in the picture. */
function rowOf({ widthPx, rgbHwc }: Pixels, region: Region, row: number): Uint8Array {
  const start = ((region.y + row) * widthPx + region.x) * pixelBytes;
  return rgbHwc.subarray(start, start + region.widthPx * pixelBytes);
}

function align(address: number): number {
  return Math.ceil(address / 16) * 16;
}

/** The kernel's memory, at least so many bytes of it; what lies in it is left over from the last call. */
function reserve(bytes: number): Uint8Array {
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / pageBytes));
  return new Uint8Array(kernel.memory.buffer);
}
