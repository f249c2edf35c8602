/* A browser's speech as far as tests need it: it says nothing, notes what it was asked, and waits to be told how far it is. */
(() => {
  const voices = JSON.parse('VOICES');
  const spoken = [];
  let current = null;
  class FakeVoices extends EventTarget {
    known = LATE ? [] : voices;
    speaking = false;
    pending = false;
    getVoices() { return this.known; }
    speak(utterance) {
      current = utterance;
      this.speaking = true;
      spoken.push({ text: utterance.text, lang: utterance.lang, rate: utterance.rate, voice: utterance.voice?.name });
      utterance.dispatchEvent(new Event("start"));
    }
    cancel() {
      this.speaking = false;
      const stopped = current;
      current = null;
      stopped?.dispatchEvent(new Event("error")); /* as browsers do: late, and about what is gone */
      sessionStorage.setItem("cancelled", Number(sessionStorage.getItem("cancelled") ?? 0) + 1);
    }
  }
  const fake = new FakeVoices();
  Object.defineProperty(window, "speechSynthesis", { value: fake });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  window.fake = {
    spoken,
    arrive() { fake.known = voices; fake.dispatchEvent(new Event("voiceschanged")); },
    word(charIndex, charLength) { current.dispatchEvent(Object.assign(new Event("boundary"), { name: "word", charIndex, charLength })); },
    end() { const said = current; fake.speaking = false; current = null; said.dispatchEvent(new Event("end")); },
    fail() { current.dispatchEvent(new Event("error")); },
    marked(name) { return [...(CSS.highlights.get(name) ?? [])].map(String).join("|"); },
  };
})();
