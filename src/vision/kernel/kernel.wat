;; The two inner loops of resampling a picture: the mean of blocks, and reading between pixels. Pixels are RGB, 3 bytes each,
;; read as 4 bytes of which the last counts nothing, and written likewise, so what lies behind a picture has to be spare.
;; resampling.ts lays out the memory; scripts/generate-kernel.ts turns this file into kernel-wasm.ts.
(module
  (memory (export "memory") 1)

  ;; One row of block means, each the mean of $perAxis x $perAxis pixels, rounded.
  (func (export "meanOfBlocks")
    (param $row i32)                 ;; address of the first of $perAxis rows
    (param $rowBytes i32)            ;; from one of these rows to the next
    (param $perAxis i32)             ;; 2 to 16, so that sums fit into 16 bits
    (param $stepBytes i32)           ;; from one pixel that counts to the next
    (param $blockBytes i32)          ;; from one block to the next
    (param $out i32)                 ;; address of the first mean: RGB, 3 bytes
    (param $end i32)                 ;; address after the last mean
    (local $at i32) (local $x i32) (local $y i32) (local $line i32)
    (local $sums v128) (local $share v128)

    (local.set $share (f32x4.splat (f32.div (f32.const 1)
      (f32.convert_i32_u (i32.mul (local.get $perAxis) (local.get $perAxis))))))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (local.set $line (local.get $row))
        (local.set $y (local.get $perAxis))
        (loop $lines
          (local.set $at (local.get $line))
          (local.set $x (local.get $perAxis))
          (loop $pixels
            (local.set $sums (i16x8.add (local.get $sums)
              (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $at)))))
            (local.set $at (i32.add (local.get $at) (local.get $stepBytes)))
            (br_if $pixels (local.tee $x (i32.sub (local.get $x) (i32.const 1)))))
          (local.set $line (i32.add (local.get $line) (local.get $rowBytes)))
          (br_if $lines (local.tee $y (i32.sub (local.get $y) (i32.const 1)))))
        (local.set $sums
          (i32x4.trunc_sat_f32x4_u
            (f32x4.add
              (f32x4.mul (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (local.get $sums))) (local.get $share))
              (f32x4.splat (f32.const 0.5)))))
        (v128.store32_lane 0 (local.get $out)
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_s (local.get $sums) (local.get $sums))
            (v128.const i32x4 0 0 0 0)))
        (local.set $row (i32.add (local.get $row) (local.get $blockBytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 3)))
        (br $blocks))))

  ;; One row of a target: pixel u reads the picture between its pixels at (x + u · xStep, y + u · yStep), black outside of it.
  ;; Coordinates run as whole numbers of 2^-32 pixels: the upper half is the pixel, the lower half the share of the next.
  (func (export "readBetween")
    (param $picture i32)             ;; address; a row and 8 bytes behind its end are read as well, and count nothing
    (param $rowBytes i32)
    (param $lastX f64) (param $lastY f64)
    (param $firstX f64) (param $firstY f64)
    (param $stepX f64) (param $stepY f64)
    (param $out i32)                 ;; address of the row: float32 RGB, 12 bytes a pixel
    (param $end i32)                 ;; address after its last pixel
    (local $x i64) (local $y i64) (local $xStep i64) (local $yStep i64) (local $xEnd i64) (local $yEnd i64)
    (local $at i32) (local $pixels v128) (local $left v128) (local $fx v128) (local $upper v128)

    (local.set $x (i64.trunc_sat_f64_s (f64.mul (local.get $firstX) (f64.const 0x1p32))))
    (local.set $y (i64.trunc_sat_f64_s (f64.mul (local.get $firstY) (f64.const 0x1p32))))
    (local.set $xStep (i64.trunc_sat_f64_s (f64.mul (local.get $stepX) (f64.const 0x1p32))))
    (local.set $yStep (i64.trunc_sat_f64_s (f64.mul (local.get $stepY) (f64.const 0x1p32))))
    (local.set $xEnd (i64.trunc_sat_f64_s (f64.mul (local.get $lastX) (f64.const 0x1p32))))
    (local.set $yEnd (i64.trunc_sat_f64_s (f64.mul (local.get $lastY) (f64.const 0x1p32))))
    (loop $next
      ;; A negative coordinate is a very large one without its sign.
      (if (i32.and
            (i64.le_u (local.get $x) (local.get $xEnd))
            (i64.le_u (local.get $y) (local.get $yEnd)))
        (then
          (local.set $at
            (i32.add
              (local.get $picture)
              (i32.add
                (i32.mul
                  (i32.wrap_i64 (i64.shr_u (local.get $y) (i64.const 32)))
                  (local.get $rowBytes))
                (i32.mul
                  (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 32)))
                  (i32.const 3)))))
          (local.set $fx (f32x4.splat (f32.mul
            (f32.convert_i64_s (i64.and (local.get $x) (i64.const 0xffffffff)))
            (f32.const 0x1p-32))))

          ;; Between left and right in this row, then in the row below, then between the two.
          (local.set $pixels (v128.load64_zero (local.get $at)))
          (local.set $left (f32x4.convert_i32x4_u
            (i8x16.shuffle 0 16 16 16 1 16 16 16 2 16 16 16 3 16 16 16
              (local.get $pixels) (v128.const i32x4 0 0 0 0))))
          (local.set $upper
            (f32x4.add
              (local.get $left)
              (f32x4.mul
                (local.get $fx)
                (f32x4.sub
                  (f32x4.convert_i32x4_u
                    (i8x16.shuffle 3 16 16 16 4 16 16 16 5 16 16 16 6 16 16 16
                      (local.get $pixels) (v128.const i32x4 0 0 0 0)))
                  (local.get $left)))))
          (local.set $pixels (v128.load64_zero (i32.add (local.get $at) (local.get $rowBytes))))
          (local.set $left (f32x4.convert_i32x4_u
            (i8x16.shuffle 0 16 16 16 1 16 16 16 2 16 16 16 3 16 16 16
              (local.get $pixels) (v128.const i32x4 0 0 0 0))))
          (v128.store (local.get $out)
            (f32x4.add
              (local.get $upper)
              (f32x4.mul
                (f32x4.splat (f32.mul
                  (f32.convert_i64_s (i64.and (local.get $y) (i64.const 0xffffffff)))
                  (f32.const 0x1p-32)))
                (f32x4.sub
                  (f32x4.add
                    (local.get $left)
                    (f32x4.mul
                      (local.get $fx)
                      (f32x4.sub
                        (f32x4.convert_i32x4_u
                          (i8x16.shuffle 3 16 16 16 4 16 16 16 5 16 16 16 6 16 16 16
                            (local.get $pixels) (v128.const i32x4 0 0 0 0)))
                        (local.get $left))))
                  (local.get $upper))))))
        (else (v128.store (local.get $out) (v128.const i32x4 0 0 0 0))))
      (local.set $x (i64.add (local.get $x) (local.get $xStep)))
      (local.set $y (i64.add (local.get $y) (local.get $yStep)))
      (local.set $out (i32.add (local.get $out) (i32.const 12)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))
