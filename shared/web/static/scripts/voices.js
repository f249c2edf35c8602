/* Which voice says something. The voices are the device's own: no text goes anywhere for it, except where a browser has only a
   voice of its maker that works over the network. So one that works on the device itself always comes first. */

const PATIENCE_MS = 2000;
const REGION = "BE"; /* Dutch and French as they sound here, where there is such a voice */

/** All voices of this device. Browsers find them late; after two seconds there are none. */
export function allVoices() {
  const found = speechSynthesis.getVoices();
  if (found.length) return Promise.resolve(found);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      speechSynthesis.removeEventListener("voiceschanged", done);
      resolve(speechSynthesis.getVoices());
    };
    const timer = setTimeout(done, PATIENCE_MS);
    speechSynthesis.addEventListener("voiceschanged", done);
  });
}

/** The best voice for a language such as `nl` or `fr-BE`; undefined where there is none. */
export function voiceFor(language, voices) {
  const [wanted, region = REGION] = parts(language);
  const score = (voice) => 4 * voice.localService + 2 * (parts(voice.lang)[1] === region.toUpperCase()) + voice.default;
  return voices.filter((voice) => parts(voice.lang)[0] === wanted).sort((one, other) => score(other) - score(one))[0];
}

/* Android writes `nl_NL`; some name a script between language and region. */
function parts(language) {
  const [name, ...rest] = language.split(/[-_]/);
  return [name.toLowerCase(), rest.at(-1)?.toUpperCase()];
}
