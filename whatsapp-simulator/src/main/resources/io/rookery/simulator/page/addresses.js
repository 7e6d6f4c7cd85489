'use strict';

/** The wire names accounts by their number and groups by their whole id; the page has an id object for each. */
__d('sim/addresses', (require, module) => {
  const { createWid } = require('WAWebWidFactory');
  const user = (number) => createWid(`${number}@c.us`);

  /** In groups people are known by their hidden ids. */
  const member = (number) => require('sim/lids').lidOf(user(number)) ?? user(number);

  const chat = (address) => (address.includes('@') ? createWid(address) : user(address));

  const isMe = (number) => require('WAWebUserPrefsMeUser').getMaybeMePnUser()?.user === number;

  function of(wid) {
    if (wid.isGroup()) {
      return String(wid);
    }
    const known = wid.isLid() ? require('sim/lids').numberOf(wid) : wid;
    return known ? known.user : String(wid);
  }

  module.exports = {
    of,
    user,
    chat,
    isMe,

    /** Whom a message of this chat names as its author, or quotes, or mentions. */
    person: (number, chatId) => (chatId.isGroup() ? member(number) : user(number)),

    chatOf: ({ from, to }) => chat(to.includes('@') || isMe(from) ? to : from),

    /** The key under which this page has the message that somebody has sent with an id. */
    key({ id, from, to }) {
      const remote = module.exports.chatOf({ from, to });
      const participant = remote.isGroup() ? member(from) : undefined;
      return new (require('WAWebMsgKey'))({ fromMe: isMe(from), remote, id, participant });
    },
  };
});
