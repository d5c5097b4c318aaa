// Reading aloud, only with a voice of the device itself: other voices would send the text to a company.

const known = "speechSynthesis" in window;

/** Whether the device has a voice of its own for a language. */
export const canSpeak = (language: string) => !!voice(language);

/** Hear when the voices are known: they come late. */
export function onVoices(listener: () => void): void {
  if (known && speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", listener);
}

/** Read texts one after the other; `over` is called at the end, or when stopped. */
export function speak(texts: string[], language: string, over: () => void): void {
  stopSpeaking();
  texts.forEach((text, number) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice(language);
    words.lang = language;
    words.rate = 0.9;
    if (number === texts.length - 1) words.onend = over;
    words.onerror = over;
    speechSynthesis.speak(words);
  });
}

export function stopSpeaking(): void {
  if (known) speechSynthesis.cancel();
}

export const isSpeaking = () => known && speechSynthesis.speaking;

function voice(language: string): SpeechSynthesisVoice | null {
  if (!known) return null;
  return speechSynthesis.getVoices().filter((each) => each.localService && each.lang.startsWith(language))[0] || null;
}
