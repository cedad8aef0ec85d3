/**
 * dlib's recognition net in TensorFlow.js, written after face-api's faceRecognitionNet layer by layer, nothing folded: what
 * the compiled net is held against. face-api's own build cannot be run here, since it needs packages that are not installed.
 */
import * as tf from '@tensorflow/tfjs';

const blocks = [
  ...['conv32_1', 'conv32_2', 'conv32_3', 'conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2', 'conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/** @param input normalised pictures, N x 150 x 150 x 3; returns N x 128 */
export function runRecognitionReference(weights: tf.NamedTensorMap, input: tf.Tensor4D): tf.Tensor {
  let value = tf.relu(convolution(weights, 'conv32_down', input, 'down'));
  value = tf.maxPool(value, 3, 2, 'valid');
  for (const name of blocks) value = block(weights, name, value);
  return value.mean([1, 2]).matMul(weights['fc']!);
}

function block(weights: tf.NamedTensorMap, name: string, input: tf.Tensor4D): tf.Tensor4D {
  const down = name.includes('down');
  const first = tf.relu(convolution(weights, `${name}/conv1`, input, down ? 'down' : 'same'));
  const second = convolution(weights, `${name}/conv2`, first, 'same');
  return tf.relu(down ? addPadded(second, tf.avgPool(input, 2, 2, 'valid')) : tf.add(second, input));
}

function convolution(
  weights: tf.NamedTensorMap,
  name: string,
  input: tf.Tensor4D,
  step: 'same' | 'down',
): tf.Tensor4D {
  const kernel = weights[`${name}/conv/filters`] as tf.Tensor4D;
  const result = step === 'same' ? tf.conv2d(input, kernel, 1, 'same') : tf.conv2d(input, kernel, 2, 'valid');
  return result
    .add(weights[`${name}/conv/bias`]!)
    .mul(weights[`${name}/scale/weights`]!)
    .add(weights[`${name}/scale/biases`]!);
}

/** Adds two values after bringing both to the larger size with zeros below, to the right and in the channels behind. */
function addPadded(left: tf.Tensor4D, right: tf.Tensor4D): tf.Tensor4D {
  const size = left.shape.map((length, axis) => Math.max(length, right.shape[axis]!));
  const pad = (value: tf.Tensor4D): tf.Tensor4D =>
    tf.pad(
      value,
      size.map((length, axis): [number, number] => [0, length - value.shape[axis]!]),
    );
  return tf.add(pad(left), pad(right));
}
