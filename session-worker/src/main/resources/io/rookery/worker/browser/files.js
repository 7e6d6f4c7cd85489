// Files that the worker hands in: the browser reads them from its disk, they do not travel through the line.
const files = (() => {
  const inputs = new Map();

  /** An input element for the worker to put a file into. */
  function place(token) {
    const input = document.createElement('input');
    input.type = 'file';
    inputs.set(token, input);
    return input;
  }

  /** The file for the call that names it; undefined where none was handed in. Asked when the call comes in, not when it is carried out: one that is refused before leaves no file behind. */
  function take(token) {
    const file = inputs.get(token)?.files[0];
    inputs.delete(token);
    return file;
  }

  return { place, take };
})();
