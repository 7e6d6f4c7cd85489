'use strict';
/* Finding messages in what the page has. */

__d('WAWebDBMessageFindLocal', (require, module, exports) => {
  const everything = () => true;
  const MEDIA = {
    allMedia: ({ type }) => type === 'image' || type === 'video',
    allDocs: ({ type }) => type === 'document',
    allLinks: (msg) => require('WALinkify').findLinks(require('sim/content').text(msg)).length > 0,
  };

  function find({ anchor, count }, direction, wanted = everything) {
    const { ChatCollection } = require('WAWebChatCollection');
    const all = ChatCollection.get(anchor.remote)?.msgs.getModelsArray() ?? [];
    const at = all.findIndex(({ id }) => id.equals(anchor));
    if (at < 0 || count <= 0) {
      return { messages: [], status: 200 };
    }
    const messages =
      direction === 'after'
        ? all.slice(at + 1).filter(wanted).slice(0, count)
        : all.slice(0, at).filter(wanted).slice(-count);
    return { messages, status: 200 };
  }

  exports.msgFindByDirection = async (query) => find(query, query.direction);
  exports.msgFindBefore = async (query) => find(query, 'before');
  exports.msgFindAfter = async (query) => find(query, 'after');
  exports.msgFindMedia = async (query) => find(query, query.direction, MEDIA[query.mediaType]);
  exports.msgFindCallLog = async () => [];
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
