'use strict';

/** Changes to messages that are already there, to the server and from it. */
__d('sim/amendments', (require, module) => {
  const addresses = require('sim/addresses');
  const HANDLERS = { edit: 'sim/edits', revoke: 'sim/revokes', reaction: 'sim/reactions', vote: 'sim/votes' };

  module.exports = {
    /** Tells the server of a change to a message. Answers whether the server has accepted it. */
    async send(msg, change, id = require('WAWebMsgKey').newId()) {
      const author = addresses.of(require('WAWebMsgGetters').getSender(msg));
      const { ack } = await require('sim/outbox').deliver({ t: 'amend', id, author, target: msg.id.id, ...change });
      return ack > 0;
    },

    /** A change that somebody else, or another device of this account, has made. */
    async take(amendment) {
      const { action, target: id, from, to } = amendment;
      const msg = require('WAWebMsgCollection').MsgCollection.get(addresses.key({ id, from, to }));
      if (msg) {
        await require(HANDLERS[action]).apply(msg, amendment);
        await require('sim/inbox').keepMessage(msg);
      }
    },
  };
});
