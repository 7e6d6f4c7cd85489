// Files of messages, out of the page, in pieces. Each piece waits for its answer, so that a large file does not fill the worker's line.
const downloads = (() => {
  const PIECE = 384 * 1024; // divisible by 3: no padding but in the last one
  const NOT_THERE = new Set(['media_not_found', 'message_not_contains_media', 'msg_not_found']);

  function base64Of(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  const find = ({ chatId, messageId, fromMe }) =>
    WPP.whatsapp.MsgStore.getModelsArray().find((one) => one.id.id === messageId && text(one.id.remote) === chatId && Boolean(one.id.fromMe) === fromMe);

  async function download(call) {
    if (!usable()) return refused('NOT_CONNECTED', 'the page is not connected to WhatsApp');
    const message = find(call);
    if (!message) return refused('MESSAGE_NOT_FOUND', 'WhatsApp Web does not know this message in this chat');
    let blob;
    try {
      blob = await WPP.chat.downloadMedia(text(message.id));
    } catch (error) {
      if (NOT_THERE.has(error?.code)) return refused('MEDIA_EXPIRED', 'WhatsApp does not have the file any more');
      throw error;
    }
    for (let at = 0; at === 0 || at < blob.size; at += PIECE) {
      const answer = await line.say(JSON.stringify({ of: call.id, piece: await base64Of(blob.slice(at, at + PIECE)) }));
      if (answer !== 'more') return { lost: 'the worker takes no more' };
    }
    return done({ size: blob.size });
  }

  return { download };
})();
