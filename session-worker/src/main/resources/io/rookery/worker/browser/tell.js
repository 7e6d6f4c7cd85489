// Between the worker and wa-js. The worker's calls come in through window[rookery.call] and are answered through `line`, as is everything that happens by itself.
// A call returns at once: the worker's thread serves many pages.

const say = (event, data) => line.say(JSON.stringify({ event, ...data }));
const text = (value) => (value === undefined || value === null ? undefined : String(value._serialized ?? value));
/** Without numbers: they may be somebody's. */
const messageOf = (error) => String(error?.code ?? error?.message ?? error).replace(/\d{5,}/g, '#').slice(0, 200);

// Answers to calls.
const done = (value) => ({ done: value ?? null });
const refused = (code, why) => ({ refused: code, text: why });
/** To be thrown: nothing was done, and trying again does not help. */
const refusal = (code, why) => Object.assign(new Error(why), { refusal: refused(code, why) });
