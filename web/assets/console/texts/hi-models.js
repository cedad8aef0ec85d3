// @ts-check
/** What the console says of nets, model packs and templates, and of what runs, in Hindi. */

/** @type {typeof import('./en-models.js').enModels} */
export const hiModels = {
  models: {
    about:
      'चेहरे ढूँढने और उनके टेम्पलेट बनाने वाले मॉडल। कौन-सा चले, यह वहीं तय होता है जहाँ सेवा चलाई जाती है, और सेवा के अगले आरंभ से लागू होता है।',
    templates: 'टेम्पलेट',
    allWell: (people) => `जिनके टेम्पलेट हैं, उन सबके चालू मॉडल के भी हैं। लोग: ${people}।`,
    nobody: 'अभी कोई पंजीकृत नहीं है।',
    unverifiable: (people) =>
      `जिनकी पहचान नहीं जाँची जा सकती, क्योंकि उनके टेम्पलेट केवल किसी और मॉडल के हैं: ${people}।`,
    withoutPhoto: (people) =>
      `जिनकी फ़ोटो नहीं रखी गई: ${people}। उन्हें फिर से पंजीकृत करना होगा, या सेटिंग वापस बदलनी होगी।`,
    notKnown: 'इंजन तैयार होने तक पता नहीं कि कौन-सा मॉडल चालू है।',
    make: 'टेम्पलेट फिर बनाइए',
    makeHint: 'रखी गई फ़ोटो से, बाकी काम के साथ-साथ; पुराने टेम्पलेट बने रहते हैं।',
    cancel: 'रोकिए',
    progress: (done, all) => `${all} में से ${done} पूरे।`,
    counting: 'देखा जा रहा है कि किनके लिए बनाने हैं…',
    added: (people) => `जिनके नए टेम्पलेट बने: ${people}।`,
    withoutFace: (people) => `जिनकी फ़ोटो में कोई चेहरा मापा नहीं जा सका: ${people}।`,
    runStates: {
      running: 'टेम्पलेट बनाए जा रहे हैं।',
      finished: 'काम पूरा हुआ।',
      cancelled: 'रोक दिया गया; जो बने, वे बने रहेंगे।',
      failed: 'काम पूरा नहीं हो सका। जो बने, वे बने रहेंगे; फिर कोशिश कीजिए।',
    },
    ofModel: 'मॉडल',
    people: 'लोग',
    kinds: {
      detector: 'चेहरे ढूँढता है',
      landmarks: 'चेहरे के बिंदु ढूँढता है',
      embedding: 'टेम्पलेट बनाता है',
      antispoof: 'काग़ज़ और स्क्रीन पहचानता है',
      liveness: 'जीवित होने के लक्षण देखता है',
    },
    states: {
      inUse: 'चालू',
      installed: 'उपलब्ध',
      available: 'फ़ाइल नहीं है',
      damaged: 'ख़राब',
      off: 'चालू नहीं',
    },
    builtInNets: 'साथ आए मॉडल',
    packs: 'मॉडल पैक',
    licence: 'लाइसेंस',
    size: 'आकार',
    source: 'स्रोत',
    file: 'फ़ाइल',
    install: 'फ़ाइल चुनिए…',
    sending: 'भेजी जा रही है…',
    installedNow: (title) => `${title} की फ़ाइल रख ली गई है।`,
    wrongSize: (expected, found) => `यह वह फ़ाइल नहीं है: इसमें ${found} बाइट हैं, और होने ${expected} चाहिए।`,
    available:
      'इसकी फ़ाइल प्रोग्राम के साथ नहीं आती, और अपने आप डाउनलोड नहीं होती। उसे स्रोत से लाकर यहाँ चुनिए: केवल वही फ़ाइल ली जाएगी जो इस पैक की है।',
    damagedPack: 'यह फ़ाइल अब इस पैक की नहीं रही। उसे फिर चुनिए।',
    damagedBuiltIn: 'फ़ाइल नहीं है, या दूसरी है। अगले आरंभ पर फिर बनाई जाएगी।',
    toUse: (setting) => `इसे चलाने के लिए ${setting} लिखकर सेवा फिर से शुरू कीजिए।`,
    thenTemplates: 'उसके बाद यहाँ टेम्पलेट फिर बनाइए।',
  },

  health: {
    title: 'हाल',
    checks: { store: 'डेटाबेस', vision: 'इंजन', gallery: 'गैलरी' },
    ok: 'ठीक',
    failed: 'तैयार नहीं',
    started: 'आरंभ',
    database: 'डेटाबेस का उत्तर',
    milliseconds: (ms) => `${ms} मिलीसेकंड में`,
    noAnswer: 'उत्तर नहीं',
    lag: 'बदलाव जो अभी पढ़े नहीं गए',
    memory: 'सेवा की मेमोरी',
    engineMemory: 'इंजन की मेमोरी',
    disk: 'डिस्क',
    free: (free, total) => `${total} में से ${free} ख़ाली`,
    runtime: 'किस पर चलती है',
    unknown: 'पता नहीं',
    diskLow: 'डिस्क लगभग भर गई है।',
  },
};
