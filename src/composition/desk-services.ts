/** Constructs what a desk calls for: registering people, and deciding who somebody is. A part of container.ts. */
import type { Config } from '../config/index.js';
import { createAttackDetection } from '../services/attack-detection.js';
import { createAttempts } from '../services/attempts.js';
import { createChallenges } from '../services/challenge.js';
import { createDuplicates } from '../services/duplicates.js';
import { createEnrolment } from '../services/enrolment.js';
import { createIdentification } from '../services/identification.js';
import { createJudging } from '../services/judging.js';
import { createDuplicateSearch } from '../services/likely-duplicates.js';
import { createPhotos } from '../services/photos.js';
import { createReplays } from '../services/replays.js';
import { createSubjects } from '../services/subjects.js';
import { createTemplateRefresh } from '../services/template-refresh.js';
import { createVerification } from '../services/verification.js';
import { countedEnrolment, countedIdentification, countedVerification } from './counted-services.js';
import type { Foundation } from './foundation.js';

export type DeskServices = ReturnType<typeof createDeskServices>;

export function createDeskServices(foundation: Foundation, config: Config) {
  const { vision, observing } = foundation;
  const { keepPhotos, duplicateFaces, templateRefresh } = config.enrolment;
  const { handling, windowS } = config.replays;
  const attempts = createAttempts({ ...foundation, rules: config.attempts });
  const refresh = createTemplateRefresh({ ...foundation, mode: templateRefresh });
  const findDuplicates = createDuplicateSearch(foundation);
  const enrolment = countedEnrolment(
    createEnrolment({ ...foundation, keepPhotos, findDuplicates, duplicateFaces }),
    observing,
  );
  const verification = createVerification({
    ...foundation,
    attempts,
    refresh,
    replays: createReplays({ vision, handling, windowMs: windowS * 1000 }),
    attacks: createAttackDetection(config.attacks),
    margin: config.decision.margin,
    keepProbes: config.events.keepProbes,
  });
  return {
    attempts,
    refresh,
    enrolment,
    verification: countedVerification(verification, observing),
    photos: createPhotos({ ...foundation, enrolment, keepPhotos }),
    duplicates: createDuplicates(foundation),
    identification: countedIdentification(createIdentification(foundation), observing),
    judging: createJudging(foundation),
    challenges: createChallenges({ ...foundation, demand: config.attacks.challenge }),
    subjects: createSubjects(foundation),
  };
}
