'use strict';

/**
 * What a message holds, in two forms: the attributes of its model, and the fields in which it travels and is kept.
 * Each part knows both for one idea and answers nothing where a message has none of it.
 */
__d('sim/content', (require, module) => {
  const PARTS = [
    'sim/quotes', 'sim/mentions', 'sim/forwards', 'sim/locations', 'sim/vcards', 'sim/poll-contents', 'sim/media-contents',
  ];
  const parts = PARTS.map((name) => require(name));
  const wordless = new Set(['location', 'vcard', 'multi_vcard', 'poll_creation', 'revoked']);
  const { isMedia } = require('sim/media-contents');

  module.exports = {
    encode: (msg) => Object.assign({ text: module.exports.text(msg) }, ...parts.map((part) => part.encode(msg))),

    decode(fields, chatId) {
      const text = isMedia(fields.type) ? { caption: fields.text, body: '' } : { body: fields.text };
      return Object.assign(text, ...parts.map((part) => part.decode(fields, chatId)));
    },

    /** What a human reads in the message. */
    text: (msg) => (wordless.has(msg.type) ? '' : isMedia(msg.type) ? msg.caption : msg.body) ?? '',

    /** Attributes that change the text of a message. */
    textOf: (msg, text) => (isMedia(msg.type) ? { caption: text } : { body: text }),
  };
});

__d('sim/mentions', (require, module) => {
  const addresses = require('sim/addresses');

  module.exports = {
    encode: ({ mentionedJidList }) =>
      mentionedJidList?.length ? { mentions: mentionedJidList.map((wid) => addresses.of(wid)) } : {},
    decode: ({ mentions }, chatId) =>
      mentions ? { mentionedJidList: mentions.map((number) => addresses.person(number, chatId)) } : {},
  };
});
