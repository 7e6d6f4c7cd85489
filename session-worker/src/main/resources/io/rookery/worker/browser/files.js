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

  function take(token) {
    const file = inputs.get(token)?.files[0];
    inputs.delete(token);
    if (!file) throw new Error('the file was not handed in');
    return file;
  }

  return { place, take };
})();
