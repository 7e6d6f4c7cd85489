'use strict';
/* Who is on WhatsApp, which numbers belong to which hidden ids, and how chats with them start. */

__d('sim/lids', (require, module) => {
  const { createWid } = require('WAWebWidFactory');
  const lids = new Map();
  const numbers = new Map();
  const me = () => require('WAWebUserPrefsMeUser');

  module.exports = {
    learn(wid, lid) {
      lids.set(String(wid), createWid(`${lid}@lid`));
      numbers.set(`${lid}@lid`, wid);
    },
    lidOf: (wid) => lids.get(String(wid)) ?? (me().getMaybeMePnUser()?.equals(wid) ? me().getMaybeMeLidUser() : undefined),
    numberOf: (lid) =>
      numbers.get(String(lid)) ?? (me().getMaybeMeLidUser()?.equals(lid) ? me().getMaybeMePnUser() : undefined),
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
    const { exists, number, lid, error } = await require('sim/socket').ask({
      t: 'exists',
      number: require('sim/addresses').of(wid),
    });
    if (error) {
      throw new Error(`the server answers with ${error}`);
    }
    if (!exists) {
      return null;
    }
    require('sim/lids').learn(createWid(`${number}@c.us`), lid);
    return { wid: asUserWidOrThrow(wid), biz: false };
  };
  exports.queryPhoneExists = (phone) =>
    exports.queryWidExists(createWid(`${String(phone).replaceAll(/[^0-9]/g, '')}@c.us`));
});

__d('WAWebFindChatAction', (require, module, exports) => {
  const { asChatWid, createWid } = require('WAWebWidFactory');

  exports.findExistingChat = async (id) => require('WAWebChatCollection').ChatCollection.get(id);

  /** The chat with a user or a group; a new one only with somebody who is on WhatsApp, or where this account is in. */
  exports.findOrCreateLatestChat = async (id) => {
    const { ChatCollection } = require('WAWebChatCollection');
    const wid = asChatWid(createWid(id));
    const known = ChatCollection.get(wid) ?? ChatCollection.get(require('sim/lids').numberOf(wid));
    if (known) {
      return { chat: known, created: false };
    }
    if (wid.isGroup()) {
      const chat = (await require('sim/groups').query()).find(({ id }) => id.equals(wid));
      if (!chat) {
        throw new Error(`this account is not in ${wid}`);
      }
      return { chat, created: true };
    }
    if (!(await require('WAWebQueryExistsJob').queryWidExists(wid))) {
      throw new Error(`${wid} is not on WhatsApp`);
    }
    const number = wid.isLid() ? require('sim/lids').numberOf(wid) : wid;
    const [chat] = ChatCollection.add({ id: number, t: Math.floor(Date.now() / 1000) });
    return { chat, created: true };
  };
});
