'use strict';
/* Who is on WhatsApp, which numbers belong to which hidden ids, and how chats with them start. */

__d('sim/lids', (require, module) => {
  const { createWid } = require('WAWebWidFactory');
  const lids = new Map();
  const numbers = new Map();

  module.exports = {
    learn(wid, lid) {
      lids.set(String(wid), createWid(`${lid}@lid`));
      numbers.set(`${lid}@lid`, wid);
    },
    lidOf: (wid) => lids.get(String(wid)),
    numberOf: (lid) => numbers.get(String(lid)),
  };
});

__d('WAWebApiContact', (require, module, exports) => {
  const { lidOf, numberOf } = require('sim/lids');
  exports.getCurrentLid = (wid) => lidOf(wid);
  exports.getLatestLid = (wid) => lidOf(wid);
  exports.getPhoneNumber = (lid) => numberOf(lid);
  exports.getAlternateUserWid = (wid) => (wid.isLid() ? numberOf(wid) : lidOf(wid));
  exports.lidPnCache = { getCurrentLid: exports.getCurrentLid, getPhoneNumber: exports.getPhoneNumber };
});

__d('WAWebQueryExistsJob', (require, module, exports) => {
  const { createWid, asUserWidOrThrow } = require('WAWebWidFactory');

  /** Asks the server whether a user is on WhatsApp; answers null where not. */
  exports.queryWidExists = async (wid) => {
    const user = wid.isLid() ? require('sim/lids').numberOf(wid) : wid;
    if (!user) {
      return null;
    }
    const { exists, lid, error } = await require('sim/socket').ask({ t: 'exists', number: user.user });
    if (error) {
      throw new Error(`the server answers with ${error}`);
    }
    if (!exists) {
      return null;
    }
    require('sim/lids').learn(asUserWidOrThrow(user), lid);
    return { wid: asUserWidOrThrow(user), biz: false };
  };
  exports.queryPhoneExists = (phone) =>
    exports.queryWidExists(createWid(`${String(phone).replaceAll(/[^0-9]/g, '')}@c.us`));
});

__d('WAWebFindChatAction', (require, module, exports) => {
  const { asChatWid, createWid } = require('WAWebWidFactory');

  exports.findExistingChat = async (id) => require('WAWebChatCollection').ChatCollection.get(id);

  /** The chat with a user; a new one only with somebody who is on WhatsApp. */
  exports.findOrCreateLatestChat = async (id) => {
    const { ChatCollection } = require('WAWebChatCollection');
    const wid = asChatWid(createWid(id));
    const known = ChatCollection.get(wid) ?? ChatCollection.get(require('sim/lids').numberOf(wid));
    if (known) {
      return { chat: known, created: false };
    }
    if (!(await require('WAWebQueryExistsJob').queryWidExists(wid))) {
      throw new Error(`${wid} is not on WhatsApp`);
    }
    const number = wid.isLid() ? require('sim/lids').numberOf(wid) : wid;
    const [chat] = ChatCollection.add({ id: number, t: Math.floor(Date.now() / 1000) });
    return { chat, created: true };
  };
});

__d('WAWebPresenceChatAction', (require, module, exports) => {
  const tell = (state) => async (chat) => {
    require('sim/socket').send({ t: 'presence', to: chat.id.user, state });
  };
  exports.markComposing = tell('composing');
  exports.markPaused = tell('paused');
  exports.markRecording = tell('recording');
  exports.sendPresenceAvailable = () => {};
  exports.sendPresenceUnavailable = () => {};
  exports.clearPresence = () => {};
});

__d('WAWebContactPresenceBridge', (require, module, exports) => {
  exports.subscribeUserPresence = async () => {};
  exports.subscribeGroupPresence = async () => {};
});

__d('WAWebChatStateBridge', (require, module, exports) => {
  const tell = (state) => async (wid) => {
    require('sim/socket').send({ t: 'presence', to: wid.user, state });
  };
  exports.sendChatStateComposing = tell('composing');
  exports.sendChatStatePaused = tell('paused');
  exports.sendChatStateRecording = tell('recording');
});
