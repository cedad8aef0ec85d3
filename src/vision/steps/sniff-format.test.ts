import { describe, expect, it } from 'vitest';
import type { FacedeskError } from '../../domain/errors.js';
import { sniffFormat } from './sniff-format.js';

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

function codeOf(latin1: string): string {
  try {
    sniffFormat(bytes(latin1));
    return 'accepted';
  } catch (error) {
    return (error as FacedeskError).code;
  }
}

describe('sniffFormat', () => {
  it('knows JPEG, PNG and WebP by their first bytes', () => {
    expect(sniffFormat(bytes('\xff\xd8\xff\xe0\0\x10JFIF'))).toBe('jpeg');
    expect(sniffFormat(bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'))).toBe('png');
    expect(sniffFormat(bytes('RIFF\x10\0\0\0WEBPVP8 '))).toBe('webp');
  });

  it.each([
    ['GIF89a'],
    ['BM6\0'],
    ['II*\0\x08'],
    ['\0\0\0\x18ftypheic'],
    ['\0\0\0\x1cftypavif'],
    ['<svg xmlns="x">'],
    ['<?xml version="1.0"?><svg>'],
    ['%PDF-1.7'],
  ])('says of %j that this kind of picture is not accepted', (head) => {
    expect(codeOf(head)).toBe('image_format_unsupported');
  });

  it('says of anything else that it is no picture, a RIFF file that is no WebP among them', () => {
    expect(codeOf('RIFF\x10\0\0\0WAVEfmt ')).toBe('image_unreadable');
    expect(codeOf('hello')).toBe('image_unreadable');
    expect(codeOf('\xff\xd8')).toBe('image_unreadable');
  });
});
