// @ts-check
/** The console's English words about the service itself: figures, accuracy, devices, settings, health. */

export const enService = {
  overview: {
    about: 'How much is asked of the service, and how it goes.',
    range: 'How far back',
    ranges: { day: '24 hours', week: '7 days', month: '30 days' },
    verifications: 'Verifications',
    confirmed: 'Confirmed',
    refused: 'Not confirmed',
    uncertain: 'Uncertain',
    turnedAway: 'Unusable photos',
    enrolments: 'Registrations',
    latency: 'Time to a verdict',
    latencyLines: { median: 'Half are faster than', p95: '19 of 20 are faster than' },
    quality: 'Quality of the pictures',
    qualityLines: { median: 'Half are better than', p10: '9 of 10 are better than' },
    reasons: 'Why people were not confirmed',
    problems: 'Why photos could not be judged',
    fmr: 'Strangers in a million who would have passed',
    fmrHint:
      'The mean of what each confirmed verdict says of itself: how many strangers would look as alike.',
    reviews: 'What people said of verdicts',
    reviewed: { right: 'right', falseMatches: 'wrongly confirmed', falseNonMatches: 'wrongly refused' },
    nothing: 'Nothing in this time.',
    time: 'Time',
  },

  calibration: {
    about: 'Where the line between the same and another person is drawn, and what it promises.',
    /** @param {string} rate as 1 in 10,000 */
    promise: (rate) => `At most ${rate} strangers may pass as somebody they name.`,
    target: 'Promised',
    measured: 'Measured here',
    /** @param {string} low @param {string} high */
    between: (low, high) => `${low} to ${high}`,
    /** @param {string} high */
    atMost: (high) => `at most ${high}`,
    interval: 'In 95 of 100 such measurements',
    notMeasured: 'not measured yet',
    threshold: 'The line',
    people: 'People',
    comparisons: 'Comparisons',
    measuredAt: 'Measured',
    renew: 'Measure anew',
    renewing: 'The measurement runs. Its result appears here when it is done.',
    histogram: 'Scores of strangers, and of people with themselves',
    histogramHint:
      'The further the two hills stand apart, the fewer mistakes. What lies right of the line is a match.',
    strangers: 'Two different people',
    mated: 'The same person',
    curve: 'Strangers who pass, by where the line is',
    curveHint:
      'The shade is the 95 % interval. The line may not stand left of where the curve crosses the promise.',
    det: 'The price of a stricter line',
    detHint:
      'Both scales go by tenths. Further down fewer strangers pass; further left fewer rightful people are refused or asked again.',
    score: 'Score',
    fmr: 'Strangers who pass',
    fnmr: 'Rightful people who are not confirmed at once',
    promiseLine: 'promised',
    everybody: 'all',
    here: 'Where the line is now',
    refusals: 'Rightful people who are refused',
    uncertain: 'Rightful people who are asked again',
    noCharts: 'The charts are drawn at the next measurement.',
    // In English the service's own sentences are used.
    /** @type {((basis: 'gallery' | 'gallery and model' | 'model', people: string) => string) | null} */
    support: null,
    /** @type {((photos: string, people: string) => string) | null} */
    matedSupport: null,
    /** @type {string | null} */
    noMated: null,
  },

  devices: {
    about: 'Each key with which pictures come, and how its pictures are compared with what they were before.',
    none: 'No pictures came in the last 28 days.',
    noKey: 'Without a key',
    /** @type {Record<string, string>} */
    health: { ok: 'Well', degraded: 'Worse than before', silent: 'Silent' },
    lastSeen: 'Last picture',
    verifications: 'Verdicts in 24 hours',
    refused: 'Not confirmed',
    turnedAway: 'Unusable photos',
    quality: 'Quality',
    sharpness: 'Sharpness',
    brightness: 'Brightness',
    /** @param {string} now @param {string} before */
    nowAndBefore: (now, before) => `${now} (before: ${before})`,
    /** Since when, by what is wrong. @type {Record<string, (since: string) => string>} */
    problems: {
      blurred: (since) => `Pictures from this camera have been blurred since ${since}.`,
      dark: (since) => `Pictures from this camera have been too dark since ${since}.`,
      bright: (since) => `Pictures from this camera have been too bright since ${since}.`,
      poor: (since) => `Pictures from this camera have been worse than before since ${since}.`,
      silent: (since) => `No picture has come from this device since ${since}.`,
    },
    fine: 'Pictures are as good as before.',
    unknown: 'There are too few pictures of the days before to compare with.',
  },

  settings: {
    about:
      'What the service was started with, and what each setting does. They are changed where the service is started, not here.',
    find: 'Find a setting',
    findHint: 'A part of its name or of what it does.',
    inForce: 'In force',
    byDefault: 'Default',
    notSet: 'not set',
    isSet: 'set, and not shown',
    /** @type {Record<string, string>} */
    sources: { default: 'Default', environment: 'Environment', file: 'File', flag: 'Command line' },
    changedOnly: 'Only those that were changed',
    none: 'No setting is found by this.',
  },

  system: {
    about: 'What runs, and how it is.',
    well: 'Everything is ready.',
    notReady: 'The service is not ready.',
    version: 'Version',
    database: 'Database',
    people: 'People who can be recognised',
    workers: 'Processes that examine photos',
    /** @param {string} ready @param {string} all */
    ready: (ready, all) => `${ready} of ${all} ready`,
    running: 'Photos at this moment',
    queued: 'Photos that wait',
    restarts: 'Processes replaced',
    failing: 'Processes end again and again without finishing a photo. Look at the log.',
    filling: 'The gallery is still being read.',
    gallery: 'Gallery',
    engine: 'Engine',
    model: 'Model',
    /** @param {string} time */
    asOf: (time) => `As of ${time}; looked at every 5 seconds.`,
    documents: 'The API for people',
  },
};

/** What went wrong, by the codes of the service; in English its own sentences are used. @type {Record<string, string>} */
export const enFailures = {};
