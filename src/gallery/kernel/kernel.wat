;; The inner loop of a search: for every row of the gallery, a number that the probe's distance to it cannot be below.
;; Four rows at a time, in baseline WebAssembly SIMD. lower-bounds.ts lays out the memory and says why the bound holds;
;; scripts/generate-kernel.ts turns this file into kernel-wasm.ts.
;;
;; A row has $length values, a multiple of 16. A group of four rows is 4 x $length int8 (one row after another), then 4
;; float32 each of scale, squared length and error. The probe is $length int16 at address 0.
(module
  (memory (export "memory") 1)

  (func (export "lowerBounds")
    (param $group i32)               ;; address of the first group
    (param $end i32)                 ;; address after the last group
    (param $out i32)                 ;; address of the first result: float32, one for each row
    (param $length i32)
    (param $twiceProbeScale f32)
    (param $probeSquaredLength f32)
    (param $probeError f32)
    (local $probeEnd i32) (local $i i32)
    (local $rowA i32) (local $rowB i32) (local $rowC i32) (local $rowD i32)
    (local $probe v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)

    (local.set $probeEnd (i32.shl (local.get $length) (i32.const 1)))
    (block $done
      (loop $groups
        (br_if $done (i32.ge_u (local.get $group) (local.get $end)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))

        ;; Inner products of the probe with rows a, b, c and d, twice eight values at a time.
        (local.set $i (i32.const 0))
        (local.set $rowA (local.get $group))
        (local.set $rowB (i32.add (local.get $rowA) (local.get $length)))
        (local.set $rowC (i32.add (local.get $rowB) (local.get $length)))
        (local.set $rowD (i32.add (local.get $rowC) (local.get $length)))
        (loop $sixteens
          (local.set $probe (v128.load (local.get $i)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s (local.get $rowA)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s (local.get $rowB)))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s (local.get $rowC)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s (local.get $rowD)))))
          (local.set $probe (v128.load offset=16 (local.get $i)))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s offset=8 (local.get $rowA)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s offset=8 (local.get $rowB)))))
          (local.set $c (i32x4.add (local.get $c)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s offset=8 (local.get $rowC)))))
          (local.set $d (i32x4.add (local.get $d)
            (i32x4.dot_i16x8_s (local.get $probe) (v128.load8x8_s offset=8 (local.get $rowD)))))
          (local.set $rowA (i32.add (local.get $rowA) (i32.const 16)))
          (local.set $rowB (i32.add (local.get $rowB) (i32.const 16)))
          (local.set $rowC (i32.add (local.get $rowC) (i32.const 16)))
          (local.set $rowD (i32.add (local.get $rowD) (i32.const 16)))
          (local.set $i (i32.add (local.get $i) (i32.const 32)))
          (br_if $sixteens (i32.lt_u (local.get $i) (local.get $probeEnd))))

        ;; a0 a1 a2 a3, b0 … d3  →  Σa Σb Σc Σd
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $c (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))

        ;; Row d ends where the group's terms begin.
        ;; sqrt(max(0, |probe|² + |row|² - 2 · probe · row)) - row error - probe error
        (v128.store (local.get $out)
          (f32x4.sub
            (f32x4.sub
              (f32x4.sqrt
                (f32x4.max
                  (v128.const f32x4 0 0 0 0)
                  (f32x4.sub
                    (f32x4.add
                      (v128.load offset=16 (local.get $rowD))
                      (f32x4.splat (local.get $probeSquaredLength)))
                    (f32x4.mul
                      (f32x4.mul
                        (f32x4.convert_i32x4_s (local.get $a))
                        (v128.load (local.get $rowD)))
                      (f32x4.splat (local.get $twiceProbeScale))))))
              (v128.load offset=32 (local.get $rowD)))
            (f32x4.splat (local.get $probeError))))

        (local.set $group (i32.add (local.get $rowD) (i32.const 48)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (br $groups)))))
