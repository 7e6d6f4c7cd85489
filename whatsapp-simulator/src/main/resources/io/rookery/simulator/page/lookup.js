'use strict';
/* Finding messages in what the page has. */

__d('WAWebDBMessageFindLocal', (require, module, exports) => {
  function find(anchor, count, direction) {
    const { ChatCollection } = require('WAWebChatCollection');
    const all = ChatCollection.get(anchor.remote)?.msgs.getModelsArray() ?? [];
    const at = all.findIndex(({ id }) => id.equals(anchor));
    const part = direction === 'after' ? all.slice(at + 1, at + 1 + count) : all.slice(Math.max(0, at - count), at);
    return { messages: at < 0 ? [] : part, status: 200 };
  }

  exports.msgFindByDirection = async ({ anchor, count, direction }) => find(anchor, count, direction);
  exports.msgFindBefore = async ({ anchor, count }) => find(anchor, count, 'before');
  exports.msgFindAfter = async ({ anchor, count }) => find(anchor, count, 'after');
  exports.msgFindCallLog = async () => [];
  exports.msgFindMedia = async () => ({ messages: [] });
  exports.msgFindStarred = async () => ({ messages: [] });
  exports.msgFindSearch = async () => ({ messages: [] });
  exports.msgFindEvents = async () => ({ messages: [] });
});

__d('WAWebChatMessageSearch', (require, module, exports) => {
  exports.getSearchContext = ({ chat }) => {
    const collection = chat.msgs;
    collection.loadAroundPromise = Promise.resolve();
    return { collection };
  };
});

__d('WAWebChatLoadMessages', (require, module, exports) => {
  exports.loadEarlierMsgs = async () => [];
});
