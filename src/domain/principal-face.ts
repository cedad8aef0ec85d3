/**
 * Which of several faces a picture is of. For evaluation pictures only, where bystanders are expected and a label says
 * whom the picture shows; a desk's photo with two people in it is refused instead.
 */
import type { BoxPx, ImageMeasures } from './face.js';

type Placed = Pick<ImageMeasures, 'widthPx' | 'heightPx'>;

/**
 * The largest face, weighted by closeness to the centre: the highest area - 2 d², where d is the distance in pixels
 * between the box's centre and the picture's. The weight 2 is the rule of facenet's align_dataset_mtcnn.py, with which
 * results on Labeled Faces in the Wild are commonly computed.
 * @returns undefined where there is no face.
 */
export function principalFace<Face extends { readonly boxPx: BoxPx }>(
  picture: Placed & { readonly faces: readonly Face[] },
): Face | undefined {
  const weigh = ({ boxPx }: Face): number => prominence(boxPx, picture);
  return picture.faces.reduce<Face | undefined>(
    (best, face) => (best === undefined || weigh(face) > weigh(best) ? face : best),
    undefined,
  );
}

function prominence(box: BoxPx, picture: Placed): number {
  const dx = box.x + box.width / 2 - picture.widthPx / 2;
  const dy = box.y + box.height / 2 - picture.heightPx / 2;
  return box.width * box.height - 2 * (dx * dx + dy * dy);
}
